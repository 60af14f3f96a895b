import { Chance } from './chance.ts';
import { generateMembers } from './people.ts';
import { dayAfter, filled, hourOf, type Plot, type Row, type Rows } from './plot.ts';

/** Name, street, built, pipes replaced, heating, energy class, flats. */
const BUILDINGS = [
  ['Kvarnen 3', 'Kvarngatan 2', 1948, 1996, 'district', 'd', 36],
  ['Kvarnen 4', 'Kvarngatan 8', 1951, 1998, 'district', 'e', 42],
  ['Åsen 1', 'Åsvägen 1', 1964, 2009, 'district', 'd', 64],
  ['Åsen 2', 'Åsvägen 7', 1965, 2011, 'district', 'c', 64],
  ['Åsen 5', 'Åsvägen 19', 1971, undefined, 'electric', 'f', 48],
  ['Dammen 2', 'Dammstigen 4', 1989, undefined, 'heat_pump', 'c', 24],
  ['Mjölnaren 7', 'Torget 3', 1929, 1987, 'district', 'e', 18],
  ['Stenen 1', 'Stengatan 11', 2016, undefined, 'heat_pump', 'b', 40],
] as const;
const FAULTS = [
  ['water', 'Droppande kran i köket'],
  ['water', 'Stopp i avlopp'],
  ['heat', 'Kallt element'],
  ['electric', 'Jordfelsbrytaren löser ut'],
  ['electric', 'Lampa ur funktion i trapphuset'],
  ['appliance', 'Kylskåpet kyler inte'],
  ['appliance', 'Spisplatta trasig'],
  ['lock', 'Porten går inte i lås'],
  ['lock', 'Balkongdörren tar i'],
  ['other', 'Fuktfläck i taket'],
  ['other', 'Klotter på fasaden'],
] as const;
const NEEDS = ['Behöver ramp vid entrén.', 'Hörselslinga vid porttelefonen.', 'Vill bli kontaktad med hjälp av tolk.'];
const tenantCount = 430;
const faultCount = 900;

export function plotProperty({ today, id, members }: Plot): Rows[] {
  const chance = new Chance(51);
  const units = unitsOf(today, chance, id);
  const flats = units.flatMap(({ rent, isLet }, index) => (isLet ? [{ index, rent }] : []));
  return [
    {
      register: 'buildings',
      rows: BUILDINGS.map(([name, street, built, renovated, heating, energy]) =>
        filled({
          name,
          designation: `Kvarnåsen ${name}`,
          address: `${street}\n826 4${chance.between(0, 9)}\nKvarnåsen\n`,
          city: 'Kvarnåsen',
          built,
          renovated,
          heating,
          energy_class: energy,
          caretaker: members.length > 0 ? chance.pick(members) : undefined,
          inspection_on: dayAfter(today, chance.between(-10, 500)),
        }),
      ),
    },
    { register: 'units', rows: units.map(({ row }) => row) },
    { register: 'tenants', rows: tenantsOf(today, chance) },
    { register: 'leases', rows: leasesOf(flats, today, chance, id) },
    { register: 'faults', rows: faultsOf(units.length, today, chance, id, members) },
  ];
}

interface Unit {
  row: Row;
  rent: number;
  isLet: boolean;
}

function unitsOf(today: string, chance: Chance, id: Plot['id']): Unit[] {
  const units: Unit[] = [];
  for (const [place, [, , , , , , flats]] of BUILDINGS.entries()) {
    const number = (floor: number, door: number) => `${place + 1}-${1_000 + floor * 100 + door}`;
    for (let flat = 0; flat < flats; flat += 1) {
      const rooms = chance.pick([1, 1, 2, 2, 2, 3, 3, 4]);
      const area = 18 + rooms * 19 + chance.between(0, 12);
      const rent = Math.round((area * chance.between(102, 138)) / 10) * 10 + 900;
      const status = chance.oneIn(28) ? 'free' : chance.oneIn(18) ? 'notice' : chance.oneIn(50) ? 'renovation' : 'let';
      units.push({
        rent,
        isLet: status === 'let' || status === 'notice',
        row: filled({
          number: number(Math.floor(flat / 4) + 1, (flat % 4) + 1),
          kind: 'flat',
          building: id('buildings', place),
          floor: Math.floor(flat / 4) + 1,
          rooms,
          area,
          rent,
          status,
          free_from:
            status === 'free'
              ? dayAfter(today, -chance.between(0, 40))
              : status === 'notice'
                ? dayAfter(today, chance.between(5, 90))
                : undefined,
          renovated_on: chance.oneIn(3) ? dayAfter(today, -chance.between(100, 6_000)) : undefined,
        }),
      });
    }
    for (const [kind, count, rent] of [
      ['parking', 8, 350],
      ['storage', 3, 180],
      ['premises', 1, 9_800],
    ] as const)
      for (let door = 1; door <= count; door += 1)
        units.push({
          rent,
          isLet: false,
          row: filled({
            number: `${place + 1}-${kind === 'parking' ? 'P' : kind === 'storage' ? 'F' : 'L'}${door}`,
            kind,
            building: id('buildings', place),
            floor: kind === 'premises' ? 0 : undefined,
            area: kind === 'premises' ? chance.between(60, 240) : kind === 'storage' ? chance.between(3, 9) : undefined,
            rent,
            status: chance.oneIn(6) ? 'free' : 'let',
          }),
        });
  }
  return units;
}

function tenantsOf(today: string, chance: Chance): Row[] {
  const grown = [...generateMembers({ count: 900, seed: 52 })].filter(
    ({ bornOn }) => bornOn < dayAfter(today, -18 * 365.25),
  );
  return grown.slice(0, tenantCount).map((person) =>
    filled({
      given_name: person.givenName,
      family_name: person.familyName,
      identity_number: person.identityNumber,
      phone: person.phone,
      email: person.email,
      notice_by: chance.pick(['email', 'email', 'einvoice', 'direct_debit', 'letter']),
      needs: chance.oneIn(25) ? chance.pick(NEEDS) : undefined,
      moved_out_on: chance.oneIn(20) ? dayAfter(today, -chance.between(30, 1_100)) : undefined,
    }),
  );
}

function leasesOf(
  flats: readonly { index: number; rent: number }[],
  today: string,
  chance: Chance,
  id: Plot['id'],
): Row[] {
  return flats.map(({ index, rent }, place) => {
    const startsOn = dayAfter(today, -chance.between(20, 5_000));
    const isEnding = chance.oneIn(16);
    const isShort = chance.oneIn(12);
    const isLent = chance.oneIn(20);
    const tenants = [place % tenantCount, ...(chance.oneIn(5) ? [(place + 211) % tenantCount] : [])];
    return filled({
      unit: id('units', index),
      tenants: tenants.map((tenant) => id('tenants', tenant)).join(','),
      starts_on: startsOn,
      ends_on: isEnding
        ? dayAfter(today, chance.between(5, 90))
        : isShort
          ? dayAfter(today, chance.between(30, 900))
          : undefined,
      notice_months: 3,
      rent,
      extras: chance.oneIn(3) ? chance.pick([180, 350, 530]) : undefined,
      deposit: chance.oneIn(6) ? rent : undefined,
      status: isEnding ? 'terminated' : 'running',
      terminated_on: isEnding ? dayAfter(today, -chance.between(1, 60)) : undefined,
      is_second_hand: isLent ? 'yes' : 'no',
      second_hand_until: isLent ? dayAfter(today, chance.between(-10, 300)) : undefined,
    });
  });
}

function faultsOf(unitCount: number, today: string, chance: Chance, id: Plot['id'], members: readonly string[]): Row[] {
  return Array.from({ length: faultCount }, (_, index) => {
    const offset = Math.floor((730 * index) / faultCount) - 730;
    const reported = dayAfter(today, offset);
    const [kind, headline] = chance.pick(FAULTS);
    const isShared = headline.includes('trapphuset') || headline.includes('Porten') || headline.includes('fasaden');
    const priority = chance.pick(['urgent', 'normal', 'normal', 'normal', 'low']);
    const doneOn = dayAfter(reported, priority === 'urgent' ? chance.between(0, 2) : chance.between(1, 28));
    const isDone = doneOn <= today && (offset < -40 || !chance.oneIn(6));
    return filled({
      headline,
      unit: isShared ? undefined : id('units', chance.between(0, unitCount - 1)),
      building: isShared ? id('buildings', chance.between(0, BUILDINGS.length - 1)) : undefined,
      reported_by: id('tenants', chance.between(0, tenantCount - 1)),
      reported_at: hourOf(reported, chance.between(6, 22), chance.between(0, 59)),
      kind,
      priority,
      status: isDone ? 'done' : offset > -3 ? 'new' : chance.pick(['new', 'ordered', 'running']),
      may_enter: chance.oneIn(3) ? 'no' : 'yes',
      responsible: members.length > 0 ? chance.pick(members) : undefined,
      due_on: dayAfter(reported, priority === 'urgent' ? 1 : priority === 'normal' ? 14 : 40),
      done_on: isDone ? doneOn : undefined,
      cost: isDone && chance.oneIn(2) ? chance.between(3, 60) * 100 : undefined,
      description: chance.oneIn(2)
        ? 'Har varit så i några dagar. Ring före besök, någon är hemma på kvällarna.'
        : undefined,
    });
  });
}
