import { describe, expect, test } from 'vitest';
import { parseIdentityNumber } from '#features/registers/identity-number.ts';
import { nameGroups } from './names.ts';
import { generateMembers } from './people.ts';

const TODAY = '2026-11-22';
const members = [...generateMembers({ count: 1200, seed: 7 })];

describe('the members of Lindängens IF', () => {
  test('are as many as asked for', () => {
    expect(members).toHaveLength(1200);
    expect([...generateMembers({ count: 0, seed: 7 })]).toEqual([]);
    expect([...generateMembers({ count: 1, seed: 7 })]).toEqual(members.slice(0, 1));
  });

  test('are the same for the same seed and others for another', () => {
    expect([...generateMembers({ count: 1200, seed: 7 })]).toEqual(members);
    expect([...generateMembers({ count: 1200, seed: 8 })]).not.toEqual(members);
  });

  test('have valid and unique identity numbers that agree with the birth date', () => {
    expect(new Set(members.map((member) => member.identityNumber)).size).toBe(members.length);
    for (const { identityNumber, bornOn } of members) {
      expect(parseIdentityNumber(identityNumber, TODAY)).toEqual({
        ok: true,
        canonical: identityNumber,
        kind: 'personal',
        bornOn,
      });
    }
  });

  test('have unique e-mail addresses on domains that nobody owns', () => {
    expect(new Set(members.map((member) => member.email)).size).toBe(members.length);
    expect(members.filter(({ email }) => !/^[a-z-]+\.[a-z-]+\d*@example\.(org|com|net)$/.test(email))).toEqual([]);
  });

  test('have telephone numbers that are reserved for fiction', () => {
    const reserved = /^\+46(7017406(0[5-9]|[1-9]\d)|4062804\d\d|8465004\d\d|3139006\d\d)$/;
    expect(members.filter(({ phone }) => !reserved.test(phone))).toEqual([]);
  });

  test('joined after they were five and before today', () => {
    for (const { bornOn, joinedOn } of members) {
      expect(joinedOn >= '2005-01-01' && joinedOn <= '2026-11-30').toBe(true);
      expect(Number(joinedOn.slice(0, 4)) - Number(bornOn.slice(0, 4))).toBeGreaterThanOrEqual(5);
    }
  });

  test('are of every kind, and the young are young', () => {
    const kinds = Object.groupBy(members, (member) => member.membershipKind);
    expect(Object.keys(kinds).sort()).toEqual(['adult', 'family', 'honorary', 'supporting', 'youth']);
    expect(kinds.youth?.every((member) => member.bornOn >= '2006-01-01')).toBe(true);
    expect(kinds.honorary?.every((member) => member.bornOn < '1968-01-01')).toBe(true);
  });

  test('sort as Swedish does: å, ä and ö come last', () => {
    const names = [...new Set(members.map((member) => member.familyName))].sort(new Intl.Collator('sv').compare);
    expect(names.at(-1)).toMatch(/^Ö/);
    expect(names.findIndex((name) => name.startsWith('Å'))).toBeGreaterThan(
      names.findIndex((name) => name.startsWith('Z')),
    );
    expect(members.some((member) => /[éć]/.test(member.givenName + member.familyName))).toBe(true);
  });
});

test('there are about two hundred given and two hundred family names, and the shares make a hundred', () => {
  const given = nameGroups.flatMap(({ women, men }) => [...women, ...men].flatMap((list) => list.names));
  const family = nameGroups.flatMap((group) => group.family);
  expect(new Set(given).size).toBeGreaterThanOrEqual(200);
  expect(new Set(family).size).toBeGreaterThanOrEqual(170);
  expect(nameGroups.reduce((sum, group) => sum + group.share, 0)).toBe(100);
});
