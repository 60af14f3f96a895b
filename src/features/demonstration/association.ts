import { Chance } from './chance.ts';
import { generateMembers, type DemonstrationMember } from './people.ts';
import { dayAfter, filled, type Plot, type Rows } from './plot.ts';

export const memberCount = 1_200;
const seed = 1;

const STREETS = ['Lindgatan', 'Kastanjevägen', 'Amiralsgatan', 'Ängsvägen', 'Skolgatan', 'Fosievägen', 'Idrottsvägen'];
const NOTES = ['Delad vårdnad, utskick även till pappan.', 'Vill ha kallelser på papper.', 'Flyttar till sommaren.'];
const OFFICES = ['chair', 'treasurer', 'secretary', 'member', 'member', 'deputy', 'auditor', 'nominator', 'nominator'];
const FEES = { adult: 600, youth: 350, family: 900, supporting: 200, honorary: 0 } as const;

/** An association of 1,200 people: who lives together, who holds office, and two years of fees. */
export function plotAssociation({ today, id }: Plot): Rows[] {
  const chance = new Chance(seed + 100);
  const members = [...generateMembers({ count: memberCount, seed })];
  const homes = homesOf(members);
  const homeOf = new Map(homes.flatMap((home, index) => home.map((member) => [member, index] as const)));
  const year = Number(today.slice(0, 4));
  const isChild = (index: number) => (members[index]?.bornOn ?? '') > `${year - 18}-01-01`;
  return [
    {
      register: 'members',
      rows: members.map((member, index) => {
        const home = homeOf.get(index);
        const guardian = home === undefined ? undefined : homes[home]?.find((one) => !isChild(one));
        const hasGuardian = isChild(index) && guardian !== undefined;
        return filled({
          given_name: member.givenName,
          family_name: member.familyName,
          membership: member.membershipKind,
          phone: member.phone,
          email: member.email,
          city: member.city,
          joined_on: member.joinedOn,
          born_on: member.bornOn,
          identity_number: member.identityNumber,
          note: member.note,
          household: home === undefined ? undefined : id('households', home),
          guardian: hasGuardian ? id('members', guardian) : undefined,
        });
      }),
    },
    {
      register: 'households',
      rows: homes.map((home) => {
        const [first = 0] = home;
        const { familyName = '', city = '' } = members[first] ?? {};
        const street = `${chance.pick(STREETS)} ${chance.between(1, 64)}`;
        const contact = home.find((one) => !isChild(one));
        return filled({
          name: `${familyName}, ${street}`,
          address: `${street}\n2${chance.between(11, 39)} ${chance.between(10, 99)}\n${city}\n`,
          city,
          contact: contact === undefined ? undefined : id('members', contact),
          note: chance.oneIn(15) ? chance.pick(NOTES) : undefined,
          mailing: chance.oneIn(6) ? 'letter' : chance.oneIn(20) ? 'none' : 'email',
        });
      }),
    },
    { register: 'board', rows: boardOf(members, year, chance, id) },
    { register: 'fees', rows: feesOf(members, today, chance, id) },
  ];
}

/** Places of those who follow on each other with one name in one town; one alone is no household. */
function homesOf(members: readonly DemonstrationMember[]): number[][] {
  const homes: number[][] = [];
  let home: number[] = [];
  for (const [index, { familyName, city }] of members.entries()) {
    const before = members[index - 1];
    if (before && before.familyName === familyName && before.city === city) home.push(index);
    else {
      homes.push(home);
      home = [index];
    }
  }
  return [...homes, home].filter((one) => one.length > 1);
}

/** Elected in March for two years, the chair for one; who has held an office often goes on. */
function boardOf(members: readonly DemonstrationMember[], year: number, chance: Chance, id: Plot['id']): Rows['rows'] {
  const electable = [...members.keys()].filter((index) => {
    const { bornOn = '', membershipKind } = members[index] ?? {};
    return bornOn < `${year - 25}-01-01` && bornOn > `${year - 75}-01-01` && membershipKind !== 'supporting';
  });
  return [6, 5, 4, 3, 2, 1, 0].flatMap((ago) =>
    OFFICES.flatMap((office, place) => {
      const term = office === 'chair' || office === 'auditor' ? 1 : 2;
      if (term === 2 && (ago + place) % 2 === 1) return [];
      const holder = electable[(place * 7 + Math.floor(ago / 3) * 31) % electable.length] ?? 0;
      const elected = `${year - ago}-03-${String(10 + ago).padStart(2, '0')}`;
      return [
        filled({
          office,
          person: id('members', holder),
          elected_on: elected,
          until: `${year - ago + term}-03-${chance.between(15, 28)}`,
          signs: office === 'chair' || office === 'treasurer' ? 'yes' : 'no',
          minutes: `Årsmötet ${year - ago}, § ${chance.between(8, 14)}`,
        }),
      ];
    }),
  );
}

function feesOf(members: readonly DemonstrationMember[], today: string, chance: Chance, id: Plot['id']): Rows['rows'] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year].flatMap((of) =>
    [...members.entries()].flatMap(([index, { membershipKind, joinedOn }]) => {
      const amount = FEES[membershipKind];
      if (amount === 0 || joinedOn > `${of}-12-01`) return [];
      const due = joinedOn > `${of}-03-01` ? dayAfter(joinedOn, 30) : `${of}-03-31`;
      const paidOn = dayAfter(due, chance.between(-28, 40));
      const isPaid = paidOn <= today && !chance.oneIn(of === year ? 14 : 60);
      return [
        filled({
          member: id('members', index),
          kind: membershipKind === 'family' ? 'family' : membershipKind === 'youth' ? 'training' : 'annual',
          year: of,
          amount,
          due_on: due,
          status: isPaid ? 'paid' : due < dayAfter(today, -20) ? (chance.oneIn(5) ? 'waived' : 'reminded') : 'open',
          paid_on: isPaid ? paidOn : undefined,
          paid_how: isPaid ? chance.pick(['swish', 'swish', 'swish', 'giro', 'card', 'cash']) : undefined,
          reference: isPaid ? `${of}${String(index + 1).padStart(5, '0')}` : undefined,
        }),
      ];
    }),
  );
}
