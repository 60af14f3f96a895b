import { Chance, weighted } from './chance.ts';
import { dayAfter, filled, hourOf, type Plot, type Row, type Rows } from './plot.ts';

// A workshop with ten years behind it: 50,000 records.
const machineCount = 420;
const jobCount = 40_000;
const deviationCount = 8_380;
const partCount = 1_200;
const historyDays = 3_650;
const aheadDays = 120;

/** Area, prefix of the tag, what stands there. */
const AREAS = [
  ['press', 'PR', ['Excenterpress', 'Hydraulpress', 'Kantpress', 'Bandmatare', 'Gradmaskin']],
  ['weld', 'SV', ['Svetsrobot', 'Punktsvets', 'Svetsfixtur', 'Rökutsug', 'MIG-svets']],
  ['paint', 'YT', ['Tvättlinje', 'Pulverbox', 'Härdugn', 'Conveyor', 'Avjonat vatten']],
  ['assembly', 'MO', ['Monteringsbord', 'Mutterdragare', 'Lyftbord', 'Provbänk', 'Nitmaskin']],
  ['packing', 'PA', ['Sträckfilmare', 'Bandtransportör', 'Etiketterare', 'Pallrobot', 'Våg']],
  ['utility', 'ME', ['Kompressor', 'Kylmaskin', 'Travers', 'Ventilationsaggregat', 'Truckladdare']],
] as const;
const MAKERS = ['Nordpress', 'Vulkan', 'Hydromek', 'Tellus Automation', 'Brage', 'Siljan Verktyg', 'Ostrobot'];
const KINDS = weighted({ preventive: 46, lubrication: 24, corrective: 16, calibration: 8, inspection: 6 });
const TASKS: Readonly<Record<string, readonly string[]>> = {
  preventive: [
    'Byt filter',
    'Kontrollera remspänning',
    'Byt hydraulolja',
    'Rengör och dra åt',
    'Byt slitdelar',
    'Tusentimmarsservice',
  ],
  lubrication: ['Smörj lager', 'Smörj gejdrar', 'Fyll centralsmörjning', 'Byt fett i växellåda'],
  corrective: [
    'Byt trasig givare',
    'Läckage i slang',
    'Motorskydd löser ut',
    'Missljud från lager',
    'Byt kontaktor',
    'Lagad nödstoppskrets',
  ],
  calibration: ['Kalibrera tryckgivare', 'Kalibrera våg', 'Kontrollmät fixtur', 'Justera robotens nollpunkt'],
  inspection: ['Besiktning av lyftanordning', 'Besiktning av tryckkärl', 'Kontroll av maskinskydd', 'Elrevision'],
};
const REPORTS = [
  'Utfört enligt instruktion, inget att anmärka.',
  'Bytt packning, täthetsprovat i tio minuter.',
  'Mer slitage än väntat, tätare intervall föreslås.',
  'Ny del beställd till lagret.',
  'Provkört tillsammans med operatören.',
];
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  stop: ['Robot stannade i hemläge', 'Strömavbrott i linjen', 'Band gick av', 'Hydraultryck föll', 'Materialbrist'],
  quality: [
    'Svetssprut på synlig yta',
    'Fel mått efter kantning',
    'Blåsor i lacken',
    'Fel etikett på pall',
    'Repor på panel',
  ],
  safety: [
    'Truck nära gående',
    'Skydd bortmonterat',
    'Halt golv vid tvätten',
    'Klämrisk vid fixtur',
    'Last föll från gaffel',
  ],
  environment: [
    'Oljespill vid kompressor',
    'Förhöjt värde i processvatten',
    'Fel fraktion i container',
    'Köldmedieläcka',
  ],
};
const ACTIONS = [
  'Skydd återmonterat och gruppen informerad.',
  'Ny arbetsinstruktion skriven och genomgången.',
  'Leverantören kontaktad, reklamation skickad.',
  'Givare flyttad och skyddad mot spån.',
  'Extra kontroll införd vid skiftets början.',
];
const INJURIES = [
  'Skärsår i handen, omplåstrad på plats.',
  'Klämt finger, besökte vårdcentral.',
  'Stukad fot efter halka.',
];
const PARTS = [
  'Lager',
  'Kilrem',
  'Givare',
  'Packning',
  'Filter',
  'Kontaktor',
  'Hydraulslang',
  'Kuggrem',
  'Svetsmunstycke',
  'Säkerhetsrelä',
];
const SUPPLIERS = ['Lagerbolaget', 'Industrikomponenter', 'Hydraulcentralen', 'Elgross Väst', 'Verktygshuset'];

export function plotMaintenance({ today, id, members }: Plot): Rows[] {
  const chance = new Chance(31);
  const machine = (place: number) => id('machines', place);
  return [
    { register: 'machines', rows: machinesOf(today, chance) },
    { register: 'jobs', rows: jobsOf(today, chance, machine, members) },
    { register: 'deviations', rows: deviationsOf(today, chance, machine, members) },
    { register: 'parts', rows: partsOf(chance, machine) },
  ];
}

const areaOf = (machine: number) => AREAS[machine % AREAS.length] ?? AREAS[0];

function machinesOf(today: string, chance: Chance): Row[] {
  return Array.from({ length: machineCount }, (_, index) => {
    const [area, prefix, names] = areaOf(index);
    const installed = dayAfter(today, -chance.between(60, 9_000));
    const maker = chance.pick(MAKERS);
    return filled({
      tag: `${prefix}-${101 + Math.floor(index / AREAS.length)}`,
      name: `${names[Math.floor(index / AREAS.length) % names.length]} ${1 + Math.floor(index / (AREAS.length * names.length))}`,
      area,
      criticality: chance.pick(['a', 'b', 'b', 'b', 'c', 'c']),
      status: chance.oneIn(60) ? 'stopped' : chance.oneIn(30) ? 'limited' : chance.oneIn(25) ? 'retired' : 'running',
      maker,
      model: `${maker.slice(0, 2).toUpperCase()} ${chance.between(2, 98) * 10}`,
      serial: `${chance.between(100_000, 999_999)}-${chance.between(10, 99)}`,
      installed_on: installed,
      warranty_until: dayAfter(installed, 730),
      power: `${chance.between(1, 90)}.${chance.between(0, 9)}`,
      interval: chance.pick([30, 60, 90, 90, 180, 365]),
      note: chance.oneIn(5) ? 'Lås huvudbrytaren och släpp ut trycket före arbete.' : undefined,
    });
  });
}

function jobsOf(today: string, chance: Chance, machine: (place: number) => string, members: readonly string[]): Row[] {
  const jobs = Array.from({ length: jobCount }, (_, index) => {
    const offset = Math.floor(((historyDays + aheadDays) * index) / jobCount) - historyDays;
    const planned = dayAfter(today, offset);
    const chosen = chance.pick(KINDS);
    // Nobody knows yet what will break.
    const kind = chosen === 'corrective' && offset > 0 ? 'preventive' : chosen;
    const doneOn = dayAfter(planned, chance.oneIn(6) ? chance.between(3, 21) : chance.between(-1, 2));
    const isDone = doneOn <= today && (offset < -45 || !chance.oneIn(9));
    const hasParts = kind === 'corrective' || chance.oneIn(4);
    const open = offset < 0 ? chance.pick(['planned', 'running', 'postponed']) : 'planned';
    // What breaks is written down when it breaks, the rest when the year is planned.
    const madeOn = kind === 'corrective' ? planned : dayAfter(planned, -aheadDays);
    const row = filled({
      task: chance.pick(TASKS[kind] ?? []),
      machine: machine(chance.between(0, machineCount - 1)),
      kind,
      planned_on: planned,
      status: isDone ? 'done' : open,
      done_on: isDone ? doneOn : undefined,
      responsible: members.length > 0 ? chance.pick(members) : undefined,
      hours: isDone
        ? `${chance.between(0, kind === 'corrective' ? 9 : 3)}.${chance.pick(['25', '5', '75'])}`
        : undefined,
      rate: offset < -1_500 ? 590 : 650,
      parts_cost: isDone && hasParts ? chance.between(80, 9_500) : undefined,
      report: isDone && chance.oneIn(3) ? chance.pick(REPORTS) : undefined,
    });
    return { madeOn, row };
  });
  return jobs
    .sort((one, other) => (one.madeOn < other.madeOn ? -1 : one.madeOn > other.madeOn ? 1 : 0))
    .map(({ row }) => row);
}

const DEVIATIONS = weighted({ stop: 48, quality: 32, safety: 13, environment: 7 });

function deviationsOf(
  today: string,
  chance: Chance,
  machine: (place: number) => string,
  members: readonly string[],
): Row[] {
  return Array.from({ length: deviationCount }, (_, index) => {
    const offset = Math.floor((historyDays * index) / deviationCount) - historyDays;
    const day = dayAfter(today, offset);
    const kind = chance.pick(DEVIATIONS);
    const place = chance.between(0, machineCount - 1);
    const isClosed = offset < -60 || (offset < -5 && chance.oneIn(2));
    const due = dayAfter(day, chance.between(7, 45));
    const isHurt = kind === 'safety' && chance.oneIn(8);
    const closedOn = dayAfter(day, chance.between(1, 40));
    return filled({
      headline: chance.pick(EVENTS[kind] ?? []),
      kind,
      severity: isHurt ? 'high' : chance.pick(['low', 'low', 'medium', 'medium', 'high']),
      happened_at: hourOf(day, chance.between(0, 23), chance.between(0, 59)),
      machine: kind === 'environment' ? undefined : machine(place),
      area: areaOf(place)[0],
      stop_minutes: kind === 'stop' ? chance.between(4, 340) : undefined,
      injured: kind === 'safety' ? (isHurt ? 'yes' : 'no') : undefined,
      injury: isHurt ? chance.pick(INJURIES) : undefined,
      cause: isClosed
        ? chance.pick(['man', 'method', 'machine', 'machine', 'material', 'surroundings', 'unknown'])
        : undefined,
      action: isClosed || chance.oneIn(3) ? chance.pick(ACTIONS) : undefined,
      responsible: members.length > 0 ? chance.pick(members) : undefined,
      due_on: due,
      status: isClosed ? 'closed' : chance.pick(['new', 'investigating', 'acting']),
      closed_on: isClosed ? (closedOn > today ? today : closedOn) : undefined,
      cost: chance.oneIn(3) ? chance.between(2, 400) * 100 : undefined,
    });
  });
}

function partsOf(chance: Chance, machine: (place: number) => string): Row[] {
  return Array.from({ length: partCount }, (_, index) => {
    const name = PARTS[index % PARTS.length] ?? '';
    const least = chance.between(1, 12);
    const fits = Array.from({ length: chance.between(1, 4) }, () => machine(chance.between(0, machineCount - 1)));
    return filled({
      article: `${10_000 + index * 7}`,
      name: `${name} ${chance.pick(['6204', 'A-38', 'M12', '25 mm', 'NG6', 'IP67', '1/2"', '400 V'])}`,
      machines: [...new Set(fits)].join(','),
      shelf: `${chance.pick(['A', 'B', 'C', 'D'])}${chance.between(1, 24)}-${chance.between(1, 6)}`,
      stock: chance.oneIn(12) ? chance.between(0, least) : chance.between(least, least * 5),
      reorder_at: least,
      price: chance.between(9, 4_800),
      supplier: chance.pick(SUPPLIERS),
      lead_days: chance.pick([1, 2, 2, 5, 10, 21, 45]),
    });
  });
}
