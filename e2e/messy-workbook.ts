import { testIdentityNumbers } from '../src/features/registers/test-identity-numbers.ts';
import { workbook } from '../src/features/registers/files/testing.ts';

// A workbook as people have them: one register's rows, each value written in one of the ways in which it is written, with empty
// rows between, and with rows that cannot be right. What each row must become is told beside it.

export const headings = [
  'Namn',
  'Nummer',
  'Personnummer',
  'Född',
  'Nivå',
  'Ort',
  'Avgift',
  'Betalt',
  'E-post',
] as const;
type Heading = (typeof headings)[number];

/** What a row becomes, in the canonical forms that records keep. Identity numbers are told apart: no list shows them. */
export interface Participant {
  name: string;
  nummer: string;
  fodd: string | null;
  niva: 'nyborjare' | 'fortsattning' | 'avancerad';
  ort: string;
  avgift: string;
  betalt: 'yes' | 'no' | null;
  e_post: string;
}

/** A row that fails: where it stands in the file, and what must be written where for it to be taken in. */
export interface Fault {
  row: number;
  column: Heading;
  /** What the page says is wrong. */
  problem: RegExp;
  correction: string;
  becomes: Participant;
}

export interface MessyWorkbook {
  file: Buffer;
  /** By number; those of the faults as they are once corrected. */
  participants: ReadonlyMap<string, Participant>;
  faults: readonly Fault[];
  rowCount: number;
  /** How many have `Lund` as their town. */
  inLund: number;
}

const given = ['Åsa', 'Örjan', 'Märta', 'Göran', 'Ylva', 'Björn', 'Zoë', 'Mohammed', 'Siân', 'Łukasz'];
const family = ['Öberg', 'Ångström', 'Sjöqvist', "O'Brien", 'Nuñez', 'Lindén', 'Björk-Åkesson', 'af Ekenstam'];
const towns = ['Ystad', 'Höör', 'Åhus'];
const levels = [
  ['nyborjare', 'Nybörjare'],
  ['fortsattning', 'Fortsättning'],
  ['avancerad', 'Avancerad'],
] as const;
const months = 'januari februari mars april maj juni juli augusti september oktober november december'.split(' ');
const dayMs = 86_400_000;
/** Of the first sheet's cell styles: one that a spreadsheet shows as a day. */
const daysStyle = 1;

type Cells = Record<Heading, string>;

const xmlOf = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const inText = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${xmlOf(text)}</t></is></c>`;
const inNumber = (number: number | string, style = 0) => `<c s="${style}"><v>${number}</v></c>`;
const inBoolean = (is: boolean) => `<c t="b"><v>${is ? 1 : 0}</v></c>`;
const nothing = '<c/>';

/** One of them, in turn. */
const turn = <T>(ways: readonly T[], index: number): T => {
  const way = ways[index % ways.length];
  if (way === undefined) throw new Error('there is no way to write it');
  return way;
};

function dayCell(day: string, index: number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const [m, d] = [Number(month), Number(date)];
  const serial = (Date.parse(day) - Date.UTC(1899, 11, 30)) / dayMs;
  return turn(
    [
      () => inNumber(serial, daysStyle),
      () => inText(day),
      () => inText(`${year}${month}${date}`),
      () => inText(` ${d}.${m}.${year}`),
      () => inText(`${d}/${m} ${year}`),
      () => inText(`${d} ${months[m - 1]} ${year}`),
      () => inText(`${year}/${month}/${date} `),
    ],
    index,
  )();
}

const feeCell = (fee: number, index: number): string =>
  turn(
    [
      () => inNumber(fee),
      () => inText(`${fee.toFixed(2).replace('.', ',')} kr`),
      () => inText(`1\u00a0${String(fee - 1_000).padStart(3, '0')}`),
      () => inText(`SEK ${fee}`),
    ],
    index,
  )();

const paidCell = (paid: Participant['betalt'], index: number): string => {
  if (paid === null) return nothing;
  const isPaid = paid === 'yes';
  return turn(
    [() => inBoolean(isPaid), () => inText(isPaid ? 'Ja' : 'NEJ '), () => inText(isPaid ? 'x' : 'nej')],
    index,
  )();
};

const numberCell = (identityNumber: string, index: number): string =>
  turn(
    [
      () => inText(`${identityNumber.slice(0, 8)}-${identityNumber.slice(8)}`),
      () => inNumber(identityNumber),
      () => inText(` ${identityNumber}`),
      () => inText(`${identityNumber.slice(2, 8)}-${identityNumber.slice(8)}`),
    ],
    index,
  )();

/** What can be wrong with a row, and what puts it right. */
const faultKinds: readonly {
  column: Heading;
  problem: RegExp;
  written: (participant: Participant) => string;
  correction: (participant: Participant) => string;
}[] = [
  { column: 'Namn', problem: /Fyll i ett värde/, written: () => nothing, correction: ({ name }) => name },
  {
    column: 'Född',
    problem: /Skriv ett datum som/,
    written: () => inText('31.2.1990'),
    correction: ({ fodd }) => fodd ?? '',
  },
  {
    column: 'Född',
    problem: /Datumet kan läsas på två sätt/,
    written: () => inText('3/4/1990'),
    correction: ({ fodd }) => fodd ?? '',
  },
  { column: 'Nivå', problem: /Välj något i listan/, written: () => inText('Expert'), correction: ({ niva }) => niva },
  {
    column: 'Avgift',
    problem: /Skriv ett tal/,
    written: () => inText('tolvhundra'),
    correction: ({ avgift }) => avgift,
  },
  {
    column: 'E-post',
    problem: /Skriv en e-postadress/,
    written: () => inText('ingen adress'),
    correction: ({ e_post }) => e_post,
  },
  // The number of the row before it.
  {
    column: 'Nummer',
    problem: /En annan post har redan det värdet/,
    written: () => '',
    correction: ({ nummer }) => nummer,
  },
  {
    column: 'Personnummer',
    problem: /Sista siffran/,
    written: () => inText('19900101-2386'),
    correction: () => '19900101-2385',
  },
];

/** Equal calls make equal workbooks. Every hundredth row is empty, or holds nothing but spaces. */
export function messyWorkbook(count: number, faultCount: number): MessyWorkbook {
  const identityNumbers = [...testIdentityNumbers({ from: 1990, to: 2004 })];
  const participants = new Map<string, Participant>();
  const faults: Fault[] = [];
  const lines: string[] = [`<row>${headings.map(inText).join('')}</row>`];
  let inLund = 0;
  const apart = Math.floor(count / faultCount);
  for (let index = 0; index < count; index += 1) {
    if (index % 200 === 150) lines.push('<row/>');
    if (index % 200 === 50) lines.push(`<row>${inText('  ')}${inText('\u00a0')}</row>`);
    const participant = participantAt(index);
    const { name, nummer, fodd, niva, ort, avgift, betalt, e_post: email } = participant;
    if (ort === 'Lund') inLund += 1;
    participants.set(nummer, participant);
    const cells: Cells = {
      Namn: inText(turn([name, `  ${name} `, `${name}\u00a0`], index)),
      Nummer: inText(turn([nummer, `${nummer}  `], index)),
      Personnummer: index % 3 === 0 ? numberCell(turn(identityNumbers, index), index) : nothing,
      Född: fodd === null ? nothing : dayCell(fodd, index),
      Nivå: inText(
        turn([levels[index % 3]?.[1] ?? '', (levels[index % 3]?.[1] ?? '').toUpperCase(), `${niva} `], index >> 2),
      ),
      Ort: inText(turn([ort, ` ${ort}`], index)),
      Avgift: feeCell(Number(avgift), index),
      Betalt: paidCell(betalt, index),
      'E-post': inText(turn([email, ` ${email} `], index)),
    };
    if (index % apart === apart - 1 && faults.length < faultCount) {
      const { column, problem, written, correction } = turn(faultKinds, faults.length);
      cells[column] = column === 'Nummer' ? inText(numberOf(index - 1)) : written(participant);
      faults.push({
        row: lines.length + 1,
        column,
        problem,
        correction: correction(participant),
        becomes: participant,
      });
    }
    lines.push(`<row>${headings.map((heading) => cells[heading]).join('')}</row>`);
  }
  const styles =
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="d\\.m\\.yyyy"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
  const file = Buffer.from(workbook({ sheets: { Deltagare: lines.join('') }, styles }));
  return { file, participants, faults, rowCount: count, inLund };
}

const numberOf = (index: number) => `K-${String(index + 1).padStart(5, '0')}`;

function participantAt(index: number): Participant {
  const fee = 1_000 + ((index * 7) % 900);
  const bornAt = Date.UTC(1950, 0, 1) + ((index * 37) % 20_000) * dayMs;
  return {
    // By the number, for names are alike.
    name: `${turn(given, index)} ${turn(family, index >> 1)} ${index + 1}`,
    nummer: numberOf(index),
    fodd: index % 11 === 10 ? null : new Date(bornAt).toISOString().slice(0, 10),
    niva: turn(levels, index)[0],
    ort: index % 4 === 0 ? 'Lund' : turn(towns, index),
    avgift: String(fee),
    betalt: turn(['yes', 'no', null] as const, index >> 1),
    e_post: `deltagare.${index + 1}@example.org`,
  };
}
