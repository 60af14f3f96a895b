// Made-up people. No identity number is real or could be: the last four are a mask.
const FIRST =
  'Anna Erik Maria Lars Elin Karl Sara Nils Åsa Oskar Ida Östen Ebba Gustav Märta Axel Linnea Björn Frida Åke Saga Émile Zeinab Tuva Samir Örjan Kajsa Leo Wilma Hampus'.split(
    ' ',
  );
const LAST =
  'Lind Åberg Nyström Ek Öberg Sandström Berg Wallin Forsberg Äng Hedlund Nord Söderqvist Lundmark Granath Björk Al-Masri Holm Rönnqvist Dahl Eklöf Zetterlund Kvist Sjö Vikström'.split(
    ' ',
  );
const TOWNS = 'Umeå Skellefteå Luleå Örnsköldsvik Piteå Vännäs Nordmaling Åsele Lycksele Robertsfors'.split(' ');
const GROUPS = ['Styrelsen', 'Vuxenkör', 'Barngrupp', 'Nybörjare', 'Tävling', 'Stödmedlem'] as const;
export const STATUSES = ['active', 'paused', 'left'] as const;
export const ROLES = [
  { id: 'owner', label: 'Ägare', detail: 'Allt, också att avsluta' },
  { id: 'admin', label: 'Administratör', detail: 'Användare, säkerhetspolicy och register' },
  { id: 'editor', label: 'Redaktör', detail: 'Läser och ändrar poster' },
  { id: 'reader', label: 'Läsare', detail: 'Läser utan personnummer', isDisabled: true },
];

export interface Member {
  id: string;
  name: string;
  number: string;
  group: string;
  town: string;
  email: string;
  phone: string;
  since: string;
  status: (typeof STATUSES)[number];
  fee: number;
  isProtected: boolean;
}

const pick = <T>(from: readonly T[], by: number): T => from[by % from.length] as T;
const twoDigits = (value: number) => String(value).padStart(2, '0');

function member(index: number): Member {
  // A fixed scatter, so that every visit and every screenshot shows the same people.
  const by = (index * 2_654_435_761) >>> 0;
  const first = pick(FIRST, by % 9973);
  const last = pick(LAST, (by >>> 7) % 9941);
  const plain = (word: string) =>
    word
      .normalize('NFD')
      .replaceAll(/[^A-Za-z]/g, '')
      .toLowerCase();
  return {
    id: `m${index}`,
    name: `${first} ${last}`,
    number: '19900101-••••',
    group: pick(GROUPS, by >>> 11),
    town: pick(TOWNS, by >>> 5),
    email: `${plain(first)}.${plain(last)}@exempel.se`,
    phone: `070-000 ${twoDigits((by >>> 3) % 100)} ${twoDigits((by >>> 9) % 100)}`,
    since: `${2004 + ((by >>> 4) % 22)}-${twoDigits(1 + ((by >>> 6) % 12))}-${twoDigits(1 + ((by >>> 8) % 28))}`,
    status: pick(['active', 'active', 'active', 'active', 'paused', 'active', 'left'] as const, by >>> 10),
    fee: pick([0, 150, 350, 350, 1200], by >>> 12),
    isProtected: index % 173 === 11,
  };
}

const cache = new Map<number, Member>();
export function memberAt(index: number): Member {
  let known = cache.get(index);
  if (!known) cache.set(index, (known = member(index)));
  return known;
}
export const membersUpTo = (count: number): Member[] => Array.from({ length: count }, (_, index) => memberAt(index));

export const ORGANISATIONS = [
  { id: 'norrsken', name: 'Norrskens dansförening', href: '#norrsken' },
  { id: 'alvdalen', name: 'Älvdalens idrottsklubb', href: '#alvdalen' },
  { id: 'brf', name: 'Brf Granbacken 12', href: '#brf' },
];
export const ACCOUNT = { name: 'Kajsa Björk', detail: 'kajsa.bjork@exempel.se' };
