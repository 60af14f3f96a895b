/**
 * The members of Lindängens IF, an association that does not exist. Every run with the same seed gives the same
 * people. Nobody can be reached or mistaken for somebody: identity numbers are the Tax Agency's published test
 * numbers, addresses end in domains reserved for examples (RFC 2606), and telephone numbers are those that the
 * Swedish Post and Telecom Authority keeps free for books and films.
 */
import { Chance, weighted } from './chance.ts';
import { testIdentityNumbers } from '#features/registers/index.ts';
import { nameGroups, type GivenNames, type NameGroup } from './names.ts';

export type MembershipKind = 'adult' | 'youth' | 'family' | 'honorary' | 'supporting';

export type DemonstrationMember = {
  givenName: string;
  familyName: string;
  /** Twelve digits. */
  identityNumber: string;
  bornOn: string;
  email: string;
  /** E.164. The reserved numbers are few, so members share them. */
  phone: string;
  city: string;
  membershipKind: MembershipKind;
  joinedOn: string;
  /** Mostly empty, as notes are. */
  note: string;
};

const FOUNDED_ON = '2005-01-01';
const LAST_JOINED_ON = '2026-11-20';
const YOUNGEST_MEMBER_YEARS = 5;
const OLDEST_BIRTH_YEAR = 1930;
const YOUNGEST_BIRTH_YEAR = 2018;

/** RFC 2606: these never belong to anybody. */
const EMAIL_DOMAINS = ['example.org', 'example.com', 'example.net'];

/** Numbers reserved for fiction by PTS: first and last of each series, national significant number. */
export const MOBILE = { first: 701_740_605, last: 701_740_699 };
const MALMO_LANDLINE = { first: 406_280_400, last: 406_280_499 };
const LANDLINES: Readonly<Record<string, typeof MOBILE>> = {
  Malmö: MALMO_LANDLINE,
  Arlöv: MALMO_LANDLINE,
  Oxie: MALMO_LANDLINE,
  Bunkeflostrand: MALMO_LANDLINE,
  Stockholm: { first: 846_500_400, last: 846_500_499 },
  Göteborg: { first: 313_900_600, last: 313_900_699 },
};

const NEAR_CITIES = weighted({
  Malmö: 60,
  Oxie: 9,
  Arlöv: 7,
  Bunkeflostrand: 6,
  Lund: 5,
  Svedala: 4,
  Vellinge: 3,
  Åkarp: 3,
  Höör: 2,
  Trelleborg: 1,
});
const FAR_CITIES = weighted({ Malmö: 30, Stockholm: 25, Göteborg: 20, Ängelholm: 10, Örebro: 8, Umeå: 7 });

const NOTES_ON_ADULTS = [
  'Vill ha faktura på papper.',
  'Har nyckel till klubbstugan.',
  'Tränarutbildning steg 1 klar.',
  'Hjälper gärna till i kiosken.',
  'Kör minibuss till bortamatcher.',
  'Spelar fiol i musiksektionen.',
  'Kontakta helst på kvällstid.',
];
const NOTES_ON_CHILDREN = [
  'Syskonrabatt.',
  'Provar på till terminens slut.',
  'Får fotograferas enligt vårdnadshavare.',
  'Lånar tröja nummer 9.',
  'Hämtas av mormor på onsdagar.',
];

const HOUSEHOLDS = weighted({ children: 32, family: 24, adult: 24, elders: 13, supporter: 7 });
const CHILDREN_PER_HOUSEHOLD = weighted({ '1': 45, '2': 40, '3': 15 });

/** Yields exactly `count` members, household by household; a household shares family name, city and often telephone. */
export function* generateMembers(options: { count: number; seed: number }): Generator<DemonstrationMember> {
  const chance = new Chance(options.seed);
  const numbers = new NumberPool(chance);
  const emails = new Set<string>();
  let left = options.count;
  while (left > 0) {
    for (const person of household(chance, numbers).slice(0, left)) {
      yield { ...person, email: uniqueEmail(person, emails, chance) };
      left--;
    }
  }
}

type Person = Omit<DemonstrationMember, 'email'>;
type Home = { names: NameGroup; familyName: string; city: string; phone: string; givenNames: Set<string> };

function household(chance: Chance, numbers: NumberPool): Person[] {
  const kind = chance.pick(HOUSEHOLDS);
  const names = chance.pick(nameGroups.flatMap((group) => Array.from({ length: group.share }, () => group)));
  const city = chance.pick(kind === 'supporter' ? FAR_CITIES : NEAR_CITIES);
  const phone = phoneIn(city, chance);
  const home: Home = { names, familyName: chance.pick(names.family), city, phone, givenNames: new Set() };
  const member = (membershipKind: MembershipKind, from: number, to: number) =>
    personIn(home, membershipKind, numbers.take(from, to), chance);

  switch (kind) {
    case 'children':
      return childrenOf(chance, () => member('youth', 2006, YOUNGEST_BIRTH_YEAR));
    case 'family': {
      const parents = [member('family', 1979, 1993), member('family', 1979, 1993)];
      const firstChild = Math.max(...parents.map((parent) => Number(parent.bornOn.slice(0, 4)))) + 20;
      return [
        ...parents.slice(chance.between(0, 1)),
        ...childrenOf(chance, () => member('family', Math.max(firstChild, 2006), YOUNGEST_BIRTH_YEAR)),
      ];
    }
    case 'adult':
      return [member('adult', 1950, 2005)];
    case 'elders':
      return Array.from({ length: chance.between(1, 2) }, () =>
        member(chance.between(1, 4) === 1 ? 'honorary' : 'adult', 1932, 1967),
      );
    default:
      return [member('supporting', 1938, 2000)];
  }
}

function childrenOf(chance: Chance, child: () => Person): Person[] {
  return Array.from({ length: Number(chance.pick(CHILDREN_PER_HOUSEHOLD)) }, child);
}

function personIn(home: Home, membershipKind: MembershipKind, identityNumber: string, chance: Chance): Person {
  const bornOn = `${identityNumber.slice(0, 4)}-${identityNumber.slice(4, 6)}-${identityNumber.slice(6, 8)}`;
  // The last digit of the serial is even for women and odd for men.
  const isWoman = Number(identityNumber[10]) % 2 === 0;
  const bornIn = Number(bornOn.slice(0, 4));
  const hasOwnPhone = bornIn < 2012 && chance.between(1, 3) > 1;
  const notes = bornIn < 2008 ? NOTES_ON_ADULTS : NOTES_ON_CHILDREN;
  return {
    givenName: givenNameIn(home, isWoman ? home.names.women : home.names.men, bornIn, chance),
    familyName: home.familyName,
    identityNumber,
    bornOn,
    phone: hasOwnPhone ? phoneFrom(MOBILE, chance) : home.phone,
    city: home.city,
    membershipKind,
    joinedOn: joinedAfter(bornOn, chance),
    note: chance.between(1, 8) === 1 ? chance.pick(notes) : '',
  };
}

/** Nobody in a home is called what somebody else there is. */
function givenNameIn(home: Home, generations: readonly GivenNames[], bornIn: number, chance: Chance): string {
  const names = generations.findLast((generation) => generation.from <= bornIn)?.names ?? [];
  const givenName = chance.pick(names.filter((name) => !home.givenNames.has(name)));
  home.givenNames.add(givenName);
  return givenName;
}

function joinedAfter(bornOn: string, chance: Chance): string {
  const firstYear = Number(bornOn.slice(0, 4)) + YOUNGEST_MEMBER_YEARS;
  const oldEnoughOn = `${firstYear}-12-31`;
  const from = Date.parse(oldEnoughOn > FOUNDED_ON ? oldEnoughOn : FOUNDED_ON);
  const days = Math.floor((Date.parse(LAST_JOINED_ON) - from) / 86_400_000);
  return new Date(from + chance.between(0, days) * 86_400_000).toISOString().slice(0, 10);
}

function phoneIn(city: string, chance: Chance): string {
  const landline = LANDLINES[city];
  return phoneFrom(landline && chance.between(1, 3) === 1 ? landline : MOBILE, chance);
}

export function phoneFrom(series: typeof MOBILE, chance: Chance): string {
  return `+46${chance.between(series.first, series.last)}`;
}

function uniqueEmail(person: Person, taken: Set<string>, chance: Chance): string {
  const name = `${asciiOf(person.givenName)}.${asciiOf(person.familyName)}`;
  const domain = chance.pick(EMAIL_DOMAINS);
  let email = `${name}@${domain}`;
  // Ends: a name is taken at most once for each member before this one.
  for (let suffix = 2; taken.has(email); suffix++) email = `${name}${suffix}@${domain}`;
  taken.add(email);
  return email;
}

function asciiOf(name: string): string {
  const letters = name.toLowerCase().replaceAll('ł', 'l').replaceAll('đ', 'd').normalize('NFD');
  return letters.replace(/[^a-z-]/g, '');
}

/** Hands out each test number once. */
class NumberPool {
  readonly #byYear = new Map<number, string[]>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
    for (let year = OLDEST_BIRTH_YEAR; year <= YOUNGEST_BIRTH_YEAR; year++) {
      this.#byYear.set(year, [...testIdentityNumbers({ from: year, to: year })]);
    }
  }

  /** A number of somebody born in these years. The published series has years with few or none; then the nearest. */
  take(from: number, to: number): string {
    const wanted = this.#chance.between(from, to);
    const years = [...this.#byYear.keys()]
      .filter((year) => from <= year && year <= to)
      .sort((one, other) => Math.abs(one - wanted) - Math.abs(other - wanted));
    const numbers = years.map((year) => this.#byYear.get(year) ?? []).find((list) => list.length > 0);
    if (!numbers) throw new Error(`The published test numbers of ${from}-${to} are used up: ask for fewer members.`);
    const [number] = numbers.splice(this.#chance.between(0, numbers.length - 1), 1);
    return number ?? '';
  }
}
