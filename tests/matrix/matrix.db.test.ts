import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationId } from '#kernel/database/installation.ts';
import { isOfOrganisation, isWriting, type Contract } from '#gate/contract.ts';
import { permissions, type Permission } from '#gate/permissions.ts';
import { bindings } from '#features/index.ts';
import { openWorld } from '#tests/world.ts';
import { createCast, type Cast, type Headers } from './cast.ts';
import { undeclared } from './declared.ts';
import { allBut, createEstate, ghostOf, type Estate, type Things } from './estate.ts';
import { examples, exampleOf, fill } from './examples.ts';
import { crossed, declaredPlaces, positionsOf, type Position } from './positions.ts';
import { send, type Answered, type Filled } from './send.ts';
import { comparable, createWatch, differences, leaked, type Watch } from './watch.ts';

// P21, P22, P26: every endpoint × everybody who may not × every place where a call names a thing. Generated from the contracts: an
// endpoint that is added is tried here, and one that the generator cannot fill fails.

const contracts = bindings.map(({ contract }) => contract);
const operations = contracts.map((contract) => [contract.action, contract] as const);
const guarded = operations.filter(([, { access }]) => !('open' in access));
const permitted = operations.flatMap(([action, contract]) =>
  'permission' in contract.access ? [[action, contract, contract.access.permission] as const] : [],
);

let world: Awaited<ReturnType<typeof openWorld>>;
let watch: Watch;
let ours: Estate;
let victim: Estate;
let ghost: Things;
let cast: Cast;
let cases = 0;
const seen = new Set<number>();

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  victim = await createEstate(world, 'b', '19900102-2384', '070-1740606');
  ours = await createEstate(world, 'a', '19900101-2385', '070-1740605');
  ghost = ghostOf(victim.things);
  cast = await createCast(world, ours, victim);
  watch = await createWatch(world);
});
afterAll(() => world.close());

interface Case {
  name: string;
  filled: Filled;
  as: Headers;
  /** In whose journal the entry of the call belongs. */
  journal: string;
}

/** Makes the calls one by one; returns the answers and whatever was not as it must be, by the name of the case. */
async function tryAll(contract: Contract, tried: Case[], mayChange: string[] = []) {
  const faults: string[] = [];
  const answers: Answered[] = [];
  const before = await watch.stored(victim.things.organisation);
  for (const { name, filled, as } of tried) {
    const lines = world.logLines.length;
    const answer = await send(world.router, contract, filled, as);
    const found = [...leaked(victim.canaries, answer, world.logLines.slice(lines)), ...undeclared(contract, answer)];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    answers.push(answer);
    cases += 1;
    seen.add(answer.status);
  }
  faults.push(...differences(before, await watch.stored(victim.things.organisation), mayChange));
  const journals = await watch.journals(answers.map(({ request }) => request));
  for (const [index, { name, journal }] of tried.entries()) {
    const entries = journals.get(answers[index]?.request ?? '') ?? [];
    if (String(entries) !== journal) faults.push(`${name}: entries in [${String(entries)}], not ${journal}`);
  }
  return { faults, answers };
}

/** The strings at the positions, and the keys of objects there: what an answer may repeat of what was asked. */
function askedAt(filled: Filled, positions: Position[]): string[] {
  return positions.flatMap((position) => {
    const value = position.split('.').reduce<unknown>((inner, step) => (inner as never)?.[step], filled);
    return typeof value === 'object' && value !== null ? Object.keys(value) : [String(value)];
  });
}

describe('the generator', () => {
  test.each(operations)('can fill every place of %s', (_, contract) => {
    const positions = positionsOf(contract, ours.things, victim.things);
    const { ids, parameters } = declaredPlaces(contract);
    const filled = fill(contract, ours.things);
    const isFilled = (place: string) => {
      const pattern = new RegExp(`^${place.replaceAll('.', '\\.').replaceAll('*', '\\d+')}$`);
      return positions.some((position) => pattern.test(position));
    };
    expect(ids.filter((place) => !isFilled(place))).toEqual([]);
    expect(parameters.filter((place) => askedAt(filled, [place])[0] === 'undefined')).toEqual([]);
    const { byDesign = {}, proofs = {} } = exampleOf(contract);
    const excused = [...Object.keys(byDesign), ...Object.keys(proofs)];
    expect(excused.filter((place) => !positions.includes(place))).toEqual([]);
  });

  test('has no example of what there is not', () => {
    const actions = new Set(contracts.map(({ action }) => action));
    expect(Object.keys(examples).filter((action) => !actions.has(action))).toEqual([]);
  });

  test('takes another’s thing without a refusal only where that is meant', () => {
    const excused = contracts.flatMap((contract) => {
      const { byDesign = {}, proofs = {} } = exampleOf(contract);
      return [...Object.keys(byDesign), ...Object.keys(proofs)].map((place) => `${contract.action} ${place}`);
    });
    expect(excused.sort()).toEqual([
      'address.read params.slug',
      'comment.listed query.after',
      'invitation.accepted body.token',
      'invitation.read body.token',
      'journal.read query.after',
      'journal.read query.member',
      'journal.read query.target',
      'member.listed query.after',
      'mention.all_read body.upTo',
      'mention.listed query.after',
      'record.counted query.search',
      'record.exported_csv query.search',
      'record.exported_json query.search',
      'record.exported_xlsx query.search',
      'record.history_read query.after',
      'record.summarised query.search',
      'session.signed_in_by_link body.token',
      'webhook.deliveries_listed query.after',
    ]);
  });
});

describe('P21 nobody, whatever they once were, is told the same of what is there and what is not', () => {
  test.each(operations)('%s', async (_, contract) => {
    const credentials = { ...cast.nobodies, ...(!isOfOrganisation(contract) && cast.keysAlone) };
    const isOpen = 'open' in contract.access;
    const tried = Object.entries(credentials).flatMap(([who, as]): Case[] => [
      ...(isOpen
        ? []
        : [{ name: `${who}, there`, filled: fill(contract, victim.things), as, journal: installationId }]),
      { name: `${who}, not there`, filled: fill(contract, ghost), as, journal: installationId },
    ]);
    const { faults, answers } = await tryAll(contract, tried);
    const [first] = answers;
    for (const [index, answer] of answers.entries()) {
      if (!isOpen && answer.status !== 401) faults.push(`${tried[index]?.name}: ${answer.status}`);
      if (first && comparable(answer) !== comparable(first)) faults.push(`${tried[index]?.name}: told otherwise`);
    }
    expect(faults).toEqual([]);
  });
});

describe('P22 a member without the permission is told the same of what is there and what is not', () => {
  test.each(permitted)('%s', async (_, contract, permission) => {
    const isInstallation = exampleOf(contract).as === 'operator';
    const organisation = isInstallation ? installationId : victim.things.organisation;
    const as = isInstallation ? cast.memberOfInstallation : await cast.memberOf(victim, allBut(permission));
    const inside = { ...ghost, organisation };
    const tried = [
      { name: 'there', filled: fill(contract, victim.things), as, journal: organisation },
      { name: 'not there', filled: fill(contract, inside), as, journal: organisation },
      { name: 'broken', filled: { ...fill(contract, inside), query: { nope: '1' } }, as, journal: organisation },
    ];
    // The refusals are this organisation's own, so they are in its journal; nothing else of it may move.
    const { faults, answers } = await tryAll(contract, tried, ['journal_entries', 'journal_values']);
    const [first] = answers;
    for (const answer of answers) {
      if (answer.status !== 403) faults.push(`without ${permission}: ${answer.status}`);
      if (first && comparable(answer) !== comparable(first)) faults.push('told otherwise');
    }
    expect(faults).toEqual([]);
  });
});

/** Who tries it from where, and at which places: theirs is the victim's thing, and then one that nobody has. */
async function crossings(
  contract: Contract,
): Promise<{ who: string; as: Headers; positions: Position[]; journal: string }[]> {
  const { as: caller, proofs = {} } = exampleOf(contract);
  const positions = positionsOf(contract, ours.things, victim.things).filter((position) => !(position in proofs));
  if (caller === 'nobody') {
    return positions.map((position) => ({ who: 'nobody', as: {}, positions: [position], journal: installationId }));
  }
  if (caller === 'person') {
    const as = await cast.person();
    return positions.map((position) => ({ who: 'person', as, positions: [position], journal: installationId }));
  }
  const inside = positions.filter((position) => position !== 'params.organisation');
  const across = Object.entries(cast.strangers).flatMap(([who, as]) =>
    [['params.organisation'], ['params.organisation', ...inside]].map((at) => ({
      who,
      as,
      positions: at,
      journal: installationId,
    })),
  );
  const within = Object.entries(cast.insiders).flatMap(([who, as]) =>
    [...inside.map((position) => [position]), ...(inside.length > 1 ? [inside] : [])].map((at) => ({
      who,
      as,
      positions: at,
      journal: ours.things.organisation,
    })),
  );
  return caller === 'operator' ? across.filter(({ positions: at }) => at.length === 1) : [...across, ...within];
}

describe('P26 another organisation’s thing is a missing thing', () => {
  test.each(operations)('%s', async (_, contract) => {
    const { as: caller, byDesign = {} } = exampleOf(contract);
    const tried = (await crossings(contract)).flatMap(
      ({ who, as, positions, journal }): (Case & { positions: Position[] })[] => {
        // The operator's endpoints are filled with the installation itself: there, it is what another's organisation is.
        const theirs = (things: Things) =>
          caller === 'operator'
            ? {
                ...fill(contract, ours.things),
                params: { organisation: things === ghost ? ghost.organisation : installationId },
              }
            : crossed(contract, ours.things, things, positions);
        const name = `${who} at ${positions.join(' + ')}`;
        return [
          { name: `${name}, the victim's`, filled: theirs(victim.things), as, journal, positions },
          { name: `${name}, nobody's`, filled: theirs(ghost), as, journal, positions },
        ];
      },
    );
    const { faults, answers } = await tryAll(contract, tried);
    for (const [index, { name, filled, positions }] of tried.entries()) {
      const answer = answers[index];
      const twin = answers[index + 1];
      const other = tried[index + 1];
      if (!answer || !twin || !other || index % 2 === 1) continue;
      const [told, toldOfNothing] = [
        comparable(answer, askedAt(filled, positions)),
        comparable(twin, askedAt(other.filled, positions)),
      ];
      if (told !== toldOfNothing) faults.push(`${name}: ${told}\n  not as of nothing: ${toldOfNothing}`);
      const isMeant = positions.every((position) => position in byDesign);
      const wanted = isMeant
        ? [contract.status ?? 200]
        : positions.some((position) => position.startsWith('params.'))
          ? [404]
          : caller === 'nobody'
            ? [401]
            : [404, 422];
      if (!wanted.includes(answer.status)) faults.push(`${name}: ${answer.status}, not ${wanted.join(' or ')}`);
    }
    expect(faults).toEqual([]);
  });
});

describe('P22 who may, can', () => {
  /** Ours, with another of what the call uses up: the caller's own, where it must be somebody's. */
  async function freshFor(contract: Contract, as: Headers): Promise<Things> {
    const { consumes } = exampleOf(contract);
    if (consumes === undefined) return ours.things;
    return { ...ours.things, [consumes]: await ours.renew(consumes, cast.membershipOf(as)) };
  }

  /** What was wrong with the answer to one who may, and with its entry. */
  async function faultsOf(contract: Contract, as: Headers): Promise<string[]> {
    const filled = fill(contract, await freshFor(contract, as), (cases += 1));
    const answer = await send(world.router, contract, filled, as);
    const [entries = []] = (await watch.journals([answer.request])).values();
    return [
      ...(answer.status === (contract.status ?? 200) ? undeclared(contract, answer) : [answer.text]),
      // The operator's list of customers names them all.
      ...(exampleOf(contract).as === 'operator' ? [] : leaked(victim.canaries, answer, [])),
      ...(entries.length === 1 ? [] : [`${entries.length} entries`]),
    ];
  }

  test.each(operations)('%s by its own', async (_, contract) => {
    const { as = 'owner' } = exampleOf(contract);
    const callers = {
      owner: ours.organisation.owner.headers,
      operator: cast.operator,
      person: await cast.person(),
      nobody: {},
    };
    expect(await faultsOf(contract, callers[as])).toEqual([]);
  });

  test.each(permitted)('%s with that one permission', async (_, contract, permission) => {
    const needed: Permission[] = [permission, ...(exampleOf(contract).needs ?? [])];
    const isInstallation = exampleOf(contract).as === 'operator';
    expect(await faultsOf(contract, isInstallation ? cast.operator : await cast.memberOf(ours, needed))).toEqual([]);
  });

  test.each(permitted.filter(([, contract]) => exampleOf(contract).as !== 'operator'))(
    '%s with a key that has it, and not with one that has all others',
    async (_, contract, permission) => {
      const key = await cast.keyOf(ours, [permission, ...(exampleOf(contract).needs ?? [])]);
      expect(await faultsOf(contract, key)).toEqual([]);
      const without = await cast.keyOf(ours, allBut(permission));
      expect((await send(world.router, contract, fill(contract, ours.things), without)).status).toBe(403);
    },
  );
});

test('nothing of the victim has come to be stored with anybody else', async () => {
  const tables = await world.sql(
    `select relname as name from pg_class where relnamespace = 'valv'::regnamespace and relkind = 'r' and relname <> 'organisation_addresses'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    // Changes of accounts are in the journal of the installation, for an account belongs to no organisation.
    const ofOthers = `coalesce(to_jsonb(t) ->> 'organisation_id', $1) not in ($1, '${installationId}')`;
    const rows = await world.sql(
      `select count(*)::int as count from ${String(name)} t where ${ofOthers} and lower(t::text) like any ($2)`,
      [victim.things.organisation, victim.canaries.map((canary) => `%${canary}%`)],
    );
    if (rows[0]?.['count'] !== 0) found.push(String(name));
  }
  expect(found).toEqual([]);
});

test('the matrix was large', () => {
  console.log(`The matrix: ${cases} calls of ${operations.length} endpoints, answered ${[...seen].sort().join(', ')}.`);
  expect(cases).toBeGreaterThan(1_500);
  expect(guarded.length).toBeGreaterThan(40);
  expect(new Set(permitted.map(([, , permission]) => permission)).size).toBeGreaterThan(permissions.length - 3);
  expect(contracts.some(isWriting)).toBe(true);
});
