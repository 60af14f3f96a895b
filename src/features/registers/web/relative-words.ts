import type { Language } from '#web/language.ts';

type Span = 'd' | 'w' | 'm' | 'y';

const RELATIVE = /^(today|month|year)([+-]\d{1,4}[dwmy])?([+-]\d{1,4}[dwmy])?$/;

/** Stretches of time that are asked for often, told from today. An end that is missing is open. */
export const STRETCHES = {
  before: { from: '', to: 'today-1d' },
  today: { from: 'today', to: 'today' },
  week: { from: 'today', to: 'today+7d' },
  later: { from: 'today', to: '' },
  past: { from: 'today-30d', to: 'today' },
  month: { from: 'month', to: 'month+1m-1d' },
  year: { from: 'year', to: 'year+1y-1d' },
} as const;

const WORDS = {
  sv: {
    when: 'När',
    own: 'Egna datum',
    stretches: {
      before: 'Före i dag',
      today: 'I dag',
      week: 'I dag och sju dagar framåt',
      later: 'I dag eller senare',
      past: 'Senaste 30 dagarna',
      month: 'Denna månad',
      year: 'I år',
    },
    today: 'i dag',
    month: 'den 1 denna månad',
    year: 'den 1 januari i år',
    yesterday: 'i går',
    tomorrow: 'i morgon',
    spans: { d: ['dag', 'dagar'], w: ['vecka', 'veckor'], m: ['månad', 'månader'], y: ['år', 'år'] },
    ago: (span: string) => `för ${span} sedan`,
    ahead: (span: string) => `om ${span}`,
    lastOfMonth: 'sista denna månad',
    lastOfYear: 'den 31 december i år',
  },
  en: {
    when: 'When',
    own: 'Dates of my own',
    stretches: {
      before: 'Before today',
      today: 'Today',
      week: 'Today and seven days ahead',
      later: 'Today or later',
      past: 'The last 30 days',
      month: 'This month',
      year: 'This year',
    },
    today: 'today',
    month: 'the 1st of this month',
    year: '1 January this year',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
    spans: { d: ['day', 'days'], w: ['week', 'weeks'], m: ['month', 'months'], y: ['year', 'years'] },
    ago: (span: string) => `${span} ago`,
    ahead: (span: string) => `in ${span}`,
    lastOfMonth: 'the last of this month',
    lastOfYear: '31 December this year',
  },
} satisfies Record<Language, { spans: Record<Span, [string, string]>; [name: string]: unknown }>;

export const relativeTexts = (language: Language) => WORDS[language];

/** A day told from today in words, `today-1d` as "yesterday"; undefined for what is no such day. */
export function relativeWords(value: string, language: Language): string | undefined {
  const [, start, ...steps] = RELATIVE.exec(value) ?? [];
  if (start !== 'today' && start !== 'month' && start !== 'year') return undefined;
  const words = WORDS[language];
  if (value === 'today-1d') return words.yesterday;
  if (value === 'today+1d') return words.tomorrow;
  if (value === 'month+1m-1d') return words.lastOfMonth;
  if (value === 'year+1y-1d') return words.lastOfYear;
  const told = steps.filter((step) => step !== undefined).map((step) => stepWords(step, language));
  if (told.length === 0) return words[start];
  return start === 'today' ? told.join(', ') : [words[start], ...told].join(', ');
}

function stepWords(step: string, language: Language): string {
  const words = WORDS[language];
  const count = Number(step.slice(1, -1));
  const [one, many] = words.spans[step.slice(-1) as Span];
  const span = `${count}\u00a0${count === 1 ? one : many}`;
  return step.startsWith('-') ? words.ago(span) : words.ahead(span);
}
