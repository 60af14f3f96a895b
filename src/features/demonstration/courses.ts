import { Chance } from './chance.ts';
import { generateMembers, MOBILE, phoneFrom } from './people.ts';
import { dayAfter, filled, hourOf, type Plot, type Row, type Rows } from './plot.ts';

const VENUES = [
  ['Stora salen', 120, 'yes', 'projector,loop,stage,wifi'],
  ['Lilla salen', 40, 'yes', 'projector,loop,wifi'],
  ['Verkstan', 14, 'no', 'wifi'],
  ['Köket', 12, 'yes', 'kitchen'],
  ['Biblioteket', 24, 'yes', 'projector,wifi'],
  ['Ladan', 80, 'no', 'stage'],
  ['Sjöstugan', 30, 'no', 'kitchen'],
  ['Dansbanan', 200, 'yes', 'stage'],
] as const;
/** Kind, name, places, price, sessions, lowest age. */
const COURSES = [
  ['course', 'Keramik för nybörjare', 12, 1850, 8, 15],
  ['course', 'Akvarell i trädgården', 14, 1450, 6, 15],
  ['course', 'Snickra en pall', 10, 1200, 3, 16],
  ['course', 'Surdegsbröd', 12, 750, 2, 12],
  ['course', 'Släktforskning på nätet', 24, 690, 5, 18],
  ['course', 'Spanska, grundkurs', 20, 1650, 12, 16],
  ['course', 'Första hjälpen', 16, 450, 2, 13],
  ['course', 'Folkdans', 40, 600, 10, 10],
  ['lecture', 'Fåglar i skärgården', 120, 120, 1, 0],
  ['lecture', 'Bygdens historia', 80, 80, 1, 0],
  ['lecture', 'Odla i liten skala', 60, 120, 1, 0],
  ['camp', 'Seglarläger för unga', 24, 3900, 1, 10],
  ['camp', 'Musikläger', 36, 3400, 1, 11],
  ['camp', 'Höstlovsläger', 30, 1900, 1, 8],
  ['event', 'Julmarknad', 200, 60, 1, 0],
  ['event', 'Vårkonsert', 120, 180, 1, 0],
] as const;
const LEADERS = ['Maj Sandell', 'Pär Öhman', 'Samira Haddad', 'Jukka Niemi', 'Åsa Granath', 'Goran Petrović'];
const HEALTH = [
  'Nötallergi, har adrenalinpenna.',
  'Laktosintolerant.',
  'Glutenfri kost.',
  'Astma, har inhalator med sig.',
];
const NOTES = ['Vill sitta nära dörren.', 'Kommer från 18.30.', 'Delar rum med syskon.', 'Betalar via arbetsgivare.'];
const TERMS = 8;
const participantCount = 640;

/** A folk high school's calendar: four years of courses, with queues to those that are full. */
export function plotCourses({ today, id }: Plot): Rows[] {
  const chance = new Chance(21);
  const courses = coursesOf(today, chance);
  return [
    { register: 'courses', rows: courses.map(({ row, venue }) => ({ ...row, venue: id('venues', venue) })) },
    { register: 'bookings', rows: bookingsOf(courses, today, chance, id) },
    { register: 'participants', rows: participantsOf(today, chance) },
    {
      register: 'venues',
      rows: VENUES.map(([name, capacity, accessible, equipment]) =>
        filled({
          name,
          address: `Almviksvägen ${chance.between(1, 9)}\n614 98\nAlmvik\n`,
          city: 'Almvik',
          capacity,
          is_accessible: accessible,
          equipment,
          directions: 'Från stora vägen: sväng vid mejeriet, följ skyltarna till parkeringen. Sista biten går man.',
        }),
      ),
    },
  ];
}

interface Course {
  row: Row;
  venue: number;
  startsOn: string;
  places: number;
  price: number;
  isCancelled: boolean;
}

function coursesOf(today: string, chance: Chance): Course[] {
  const made: Course[] = [];
  for (let term = 0; term < TERMS; term += 1)
    for (const [kind, name, places, price, sessions, age] of COURSES) {
      const startsOn = dayAfter(today, (term - TERMS + 2) * 182 + chance.between(-70, 70));
      const endsOn = dayAfter(startsOn, kind === 'camp' ? 6 : (sessions - 1) * 7);
      const isCancelled = chance.oneIn(18);
      const isDone = endsOn < today;
      const isRunning = !isDone && startsOn <= today;
      const isSoon = !isDone && !isRunning && startsOn < dayAfter(today, 120);
      const status = isDone ? 'done' : isRunning ? 'running' : isSoon ? (chance.oneIn(3) ? 'full' : 'open') : 'planned';
      const venue = VENUES.findIndex(([, capacity], index) => capacity >= places && (index + term) % 3 !== 1);
      made.push({
        venue: venue === -1 ? VENUES.length - 1 : venue,
        startsOn,
        places,
        price,
        isCancelled,
        row: filled({
          name,
          kind,
          status: isCancelled ? 'cancelled' : status,
          starts_at: hourOf(startsOn, kind === 'camp' ? 9 : chance.between(17, 19), chance.pick([0, 30])),
          ends_on: endsOn,
          sessions,
          leader: chance.pick(LEADERS),
          places,
          price,
          book_by: dayAfter(startsOn, -10),
          min_age: age === 0 ? undefined : age,
          why_cancelled: isCancelled
            ? chance.pick(['För få anmälda.', 'Ledaren blev sjuk.', 'Vattenskada i salen.'])
            : '',
          description: `${name}: vi träffas ${sessions === 1 ? 'en gång' : `${sessions} gånger`}. Inga förkunskaper behövs.`,
        }),
      });
    }
  return made.sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
}

function bookingsOf(courses: readonly Course[], today: string, chance: Chance, id: Plot['id']): Row[] {
  const rows: { at: string; row: Row }[] = [];
  for (const [index, { row, startsOn, places, price, isCancelled }] of courses.entries()) {
    if (row['status'] === 'planned') continue;
    const isFull = row['status'] === 'full' || chance.oneIn(4);
    const seats = Math.min(places, 40);
    const wanted = isFull ? seats + chance.between(2, 9) : chance.between(Math.ceil(seats / 3), seats);
    const first = chance.between(0, participantCount - 1);
    const isOver = startsOn < today;
    const closes = dayAfter(startsOn, -15) < today ? dayAfter(startsOn, -15) : today;
    const span = chance.between(40, 75);
    const opened = dayAfter(closes, -span);
    for (let turn = 0; turn < wanted; turn += 1) {
      const bookedOn = dayAfter(opened, Math.floor((span * turn) / wanted));
      const hasPlace = turn < seats;
      const isOffered = !hasPlace && turn === seats && !isOver;
      const kept = isOver ? (chance.oneIn(15) ? 'absent' : 'attended') : 'confirmed';
      const isOff = isCancelled || (hasPlace && chance.oneIn(14)) || (!hasPlace && isOver);
      const status = isOff ? 'cancelled' : hasPlace ? kept : isOffered ? 'offered' : 'waiting';
      const hasPaid = (status === 'attended' && !chance.oneIn(25)) || (status === 'confirmed' && !chance.oneIn(3));
      rows.push({
        at: bookedOn,
        row: filled({
          course: id('courses', index),
          participant: id('participants', (first + turn * 7) % participantCount),
          status,
          booked_at: hourOf(bookedOn, chance.between(7, 22), chance.between(0, 59)),
          offered_until: isOffered ? dayAfter(today, chance.between(0, 4)) : undefined,
          price,
          paid: hasPaid ? price : status === 'confirmed' && chance.oneIn(4) ? Math.round(price / 2) : undefined,
          cancelled_on: isOff ? dayAfter(closes, -chance.between(0, 12)) : undefined,
          note: chance.oneIn(12) ? chance.pick(NOTES) : undefined,
        }),
      });
    }
  }
  return rows.sort((one, other) => (one.at < other.at ? -1 : 1)).map(({ row }) => row);
}

function participantsOf(today: string, chance: Chance): Row[] {
  return [...generateMembers({ count: participantCount, seed: 22 })].map((person) => {
    const isMinor = person.bornOn > dayAfter(today, -18 * 365.25);
    return filled({
      given_name: person.givenName,
      family_name: person.familyName,
      born_on: person.bornOn,
      email: person.email,
      phone: person.phone,
      city: person.city,
      is_minor: isMinor ? 'yes' : 'no',
      guardian_name: isMinor ? `${chance.pick(['Anna', 'Mikael', 'Leila', 'Johan'])} ${person.familyName}` : undefined,
      guardian_phone: isMinor ? phoneFrom(MOBILE, chance) : undefined,
      health: chance.oneIn(9) ? chance.pick(HEALTH) : undefined,
      photo: chance.oneIn(7) ? 'no' : 'yes',
    });
  });
}
