import { Chance } from './chance.ts';
import { generateMembers, MOBILE, phoneFrom } from './people.ts';
import { dayAfter, filled, hourOf, type Plot, type Row, type Rows } from './plot.ts';

const customerCount = 320;
const equipmentCount = 610;
const orderCount = 2_400;
const historyDays = 900;

const COMPANIES = [
  'Bageri',
  'Livs',
  'Tandvård',
  'Bilservice',
  'Bygg',
  'Hotell',
  'Fisk',
  'Trädgård',
  'Snickeri',
  'Frisör',
];
const PUBLIC = ['Nordanviks kommun, skolan', 'Nordanviks kommun, äldreboendet', 'Nordanviks församling', 'Folkets hus'];
const CITIES = ['Nordanvik', 'Nordanvik', 'Nordanvik', 'Strömbacka', 'Hällnäs', 'Lillån', 'Åby'];
const STREETS = ['Storgatan', 'Kyrkvägen', 'Hamngatan', 'Älvvägen', 'Industrigatan', 'Björkstigen'];
const KINDS = {
  heat_pump: ['Fjäll 8', 'Fjäll 12', 'Norrsken 6'],
  boiler: ['Glöd 25', 'Glöd 40'],
  ventilation: ['Bris 300', 'Bris 700', 'Vind X'],
  cooling: ['Polar 2', 'Polar 5'],
  charger: ['Blixt 11', 'Blixt 22'],
} as const;
type Kind = keyof typeof KINDS;
const TASKS: Readonly<Record<Kind, readonly string[]>> = {
  heat_pump: ['Larm högtryck', 'Årlig service', 'Kallt varmvatten', 'Isbildning på utedel', 'Läckagekontroll'],
  boiler: ['Sotning och service', 'Startar inte', 'Byt munstycke', 'Låg tryckvakt'],
  ventilation: ['Byt filter', 'Missljud från fläkt', 'Injustering av flöden', 'OVK-anmärkning'],
  cooling: ['Läckagekontroll', 'Kyler dåligt', 'Byt kompressor', 'Årlig service'],
  charger: ['Laddar inte', 'Byt jordfelsbrytare', 'Lastbalansering', 'Uppdatera programvara'],
};
const REPORTS = [
  'Felsökt och åtgärdat, provkört en timme.',
  'Filter bytta, flöden mätta.',
  'Påfyllt och täthetsprovat.',
  'Del bytt på garanti.',
];
const MATERIALS = [
  ['Filter F7', 'st', 340],
  ['Expansionsventil', 'st', 1_890],
  ['Köldmedium', 'kg', 780],
  ['Cirkulationspump', 'st', 3_450],
  ['Givare', 'st', 420],
] as const;
const WAITING = ['Expansionsventil från lager', 'Kretskort, två veckor', 'Besked från kunden', 'Ny fläktmotor'];

export function plotService({ today, id, members }: Plot): Rows[] {
  const chance = new Chance(41);
  const equipment = equipmentOf(today, chance, id);
  const orders = ordersOf(equipment, today, chance, id, members);
  return [
    { register: 'orders', rows: orders.map(({ row }) => row) },
    { register: 'customers', rows: customersOf(today, chance) },
    { register: 'equipment', rows: equipment.map(({ row }) => row) },
    { register: 'lines', rows: linesOf(orders, chance, id) },
  ];
}

function customersOf(today: string, chance: Chance): Row[] {
  const people = [...generateMembers({ count: 900, seed: 42 })].filter(({ bornOn }) => bornOn < '2004');
  return Array.from({ length: customerCount }, (_, index) => {
    const person = people[index] ?? people[0];
    const kind = index < PUBLIC.length ? 'public' : chance.oneIn(3) ? 'household' : 'company';
    const full = `${person?.givenName} ${person?.familyName}`;
    const city = chance.pick(CITIES);
    const hasAgreement = chance.oneIn(2);
    const company = `${person?.familyName}s ${chance.pick(COMPANIES)}${chance.oneIn(2) ? ' AB' : ''}`;
    return filled({
      name: kind === 'public' ? PUBLIC[index] : kind === 'household' ? full : company,
      kind,
      // Begins as no register of companies does: nobody's number.
      organisation_number: kind === 'household' ? undefined : `000000-${String(1_000 + index)}`,
      contact: full,
      phone: phoneFrom(MOBILE, chance),
      email: person?.email,
      address: `${chance.pick(STREETS)} ${chance.between(1, 80)}\n9${chance.between(10, 99)} ${chance.between(10, 99)}\n${city}\n`,
      city,
      agreement: hasAgreement ? chance.pick(['basic', 'plus']) : 'none',
      agreement_until: hasAgreement ? dayAfter(today, chance.between(-20, 700)) : undefined,
      note: chance.oneIn(6) ? 'Ring en halvtimme före ankomst.' : undefined,
    });
  });
}

interface Equipment {
  row: Row;
  kind: Kind;
  customer: string;
}

function equipmentOf(today: string, chance: Chance, id: Plot['id']): Equipment[] {
  return Array.from({ length: equipmentCount }, (_, index) => {
    const kind = chance.pick(Object.keys(KINDS) as Kind[]);
    const installed = dayAfter(today, -chance.between(30, 4_500));
    const customer = id('customers', index < customerCount ? index : chance.between(0, customerCount - 1));
    const isCold = kind === 'heat_pump' || kind === 'cooling';
    return {
      kind,
      customer,
      row: filled({
        kind,
        model: chance.pick(KINDS[kind]),
        serial: `NV${String(20_000 + index * 13)}`,
        customer,
        placed: chance.pick(['Pannrum', 'Tak', 'Fläktrum plan 2', 'Garage', 'Gavel söder', 'Källare']),
        installed_on: installed,
        warranty_until: dayAfter(installed, 1_826),
        next_service: dayAfter(today, chance.between(-40, 340)),
        refrigerant: isCold ? chance.pick(['R32', 'R290', 'R410A']) : undefined,
        refrigerant_kg: isCold ? `${chance.between(0, 6)}.${chance.between(1, 9)}` : undefined,
      }),
    };
  });
}

interface Order {
  row: Row;
  doneOn: string | undefined;
}

function ordersOf(
  equipment: readonly Equipment[],
  today: string,
  chance: Chance,
  id: Plot['id'],
  members: readonly string[],
): Order[] {
  return Array.from({ length: orderCount }, (_, index) => {
    const offset = Math.floor((historyDays * index) / orderCount) - historyDays;
    const reported = dayAfter(today, offset);
    const place = chance.between(0, equipmentCount - 1);
    const { kind, customer } = equipment[place] ?? { kind: 'boiler', customer: '' };
    const priority = chance.pick(['urgent', 'normal', 'normal', 'normal', 'low']);
    const doneOn = dayAfter(reported, priority === 'urgent' ? chance.between(0, 2) : chance.between(1, 24));
    const isDone = doneOn <= today && (offset < -35 || !chance.oneIn(5));
    const open = offset > -3 ? 'new' : chance.pick(['new', 'booked', 'booked', 'running', 'waiting']);
    const status = isDone ? (offset < -40 ? 'invoiced' : chance.pick(['done', 'invoiced'])) : open;
    const isOff = offset < -40 && chance.oneIn(50);
    const isBooked = status !== 'new';
    return {
      doneOn: isDone && !isOff ? doneOn : undefined,
      row: filled({
        task: chance.pick(TASKS[kind]),
        customer,
        equipment: id('equipment', place),
        priority,
        status: isOff ? 'cancelled' : status,
        reported_at: hourOf(reported, chance.between(6, 20), chance.between(0, 59)),
        booked_at: isBooked
          ? hourOf(isDone ? doneOn : dayAfter(today, chance.between(0, 9)), chance.between(7, 15), chance.pick([0, 30]))
          : undefined,
        technician: isBooked && members.length > 0 ? chance.pick(members) : undefined,
        due_on: dayAfter(reported, priority === 'urgent' ? 1 : priority === 'normal' ? 14 : 45),
        done_on: isDone && !isOff ? doneOn : undefined,
        waiting_for: status === 'waiting' ? chance.pick(WAITING) : undefined,
        report: isDone && !isOff ? chance.pick(REPORTS) : undefined,
        fixed_price: chance.oneIn(7) ? chance.between(12, 80) * 100 : undefined,
        invoice: status === 'invoiced' && !isOff ? `${20_000 + index}` : undefined,
        signed_by: isDone && !isOff && chance.oneIn(2) ? 'Kund på plats' : undefined,
      }),
    };
  });
}

function linesOf(orders: readonly Order[], chance: Chance, id: Plot['id']): Row[] {
  return orders.flatMap(({ doneOn }, index) => {
    if (doneOn === undefined) return [];
    const order = id('orders', index);
    const isWarranty = chance.oneIn(12) ? 'yes' : 'no';
    const line = (kind: string, description: string, quantity: string, unit: string, price: number) =>
      filled({ order, kind, description, done_on: doneOn, quantity, unit, price, is_warranty: isWarranty });
    const [material, unit, price] = chance.pick(MATERIALS);
    return [
      line('time', 'Servicetekniker', `${chance.between(0, 5)}.${chance.pick(['25', '5', '75'])}`, 'h', 795),
      ...(chance.oneIn(2) ? [line('material', material, String(chance.between(1, 3)), unit, price)] : []),
      line('travel', 'Körning', String(chance.between(4, 120)), 'km', 12),
    ];
  });
}
