import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// A gate is trusted only when it was seen to fail: each mutation below is a mistake somebody could make, put into a copy of
// the tree. Its gate must turn red there, for the reason it is there for, and must be green without it.

const root = fileURLToPath(new URL('../../', import.meta.url));
let tree: string;

const bin = (name: string, ...args: string[]) => [`node_modules/.bin/${name}`, ...args];
const matrixPart = '(member.listed|member.changed)$';
const pure = { VALV_TEST_POSTGRES: 'none' };
const gates = {
  tenancy: { args: bin('vitest', 'run', 'tests/tenancy'), environment: {} },
  calls: { args: bin('vitest', 'run', 'src/features/journal/calls.db.test.ts'), environment: {} },
  // Two endpoints of it: the mistakes below show in any.
  matrix: { args: bin('vitest', 'run', 'tests/matrix', '-t', matrixPart), environment: {} },
  // One endpoint of it, likewise.
  fuzz: { args: bin('vitest', 'run', 'tests/fuzz', '-t', 'record.listed$'), environment: {} },
  contracts: { args: bin('vitest', 'run', 'tests/contracts.test.ts'), environment: pure },
  architecture: { args: bin('vitest', 'run', 'tests/architecture.test.ts'), environment: pure },
  lint: { args: bin('oxlint', 'src/gate', 'src/kernel/clock'), environment: {} },
  format: { args: bin('oxfmt', '--check', 'src/gate'), environment: {} },
  types: { args: bin('tsc', '--noEmit'), environment: {} },
  'dead code': { args: bin('knip', '--no-progress'), environment: {} },
  'generated files': { args: ['scripts/schema.ts', '--check'], environment: {} },
  'the test runner': { args: ['scripts/test.ts', 'tests/contracts.test.ts'], environment: pure },
} satisfies Record<string, { args: string[]; environment: Record<string, string> }>;

interface Mutation {
  mistake: string;
  gate: keyof typeof gates;
  edits: { file: string; find: string | RegExp; replace: string }[];
  /** What the gate says of it: red for another reason is not red. */
  says: RegExp;
}

const tenancy = 'database/tenancy.sql';
const clock = 'src/kernel/clock/clock.ts';
const handle = 'src/gate/handle.ts';
const journalContract = 'src/features/journal/contract.ts';

/** Another USING for the policy of one table. */
const policyOf = (table: string, using: string): Mutation['edits'][number] => ({
  file: tenancy,
  find: / using \(organisation_id = current_organisation\(\)\)( with check .*?'), t\.name\);/,
  replace: ` using (%s)$1, t.name, case t.name when '${table}' then '${using}' else 'organisation_id = current_organisation()' end);`,
});

const mutations: Mutation[] = [
  {
    mistake: 'a policy that lets every organisation in',
    gate: 'tenancy',
    edits: [{ file: tenancy, find: 'using (organisation_id = current_organisation())', replace: 'using (true)' }],
    says: /× has row level security enabled and forced[^]*× without an organisation there are no rows/,
  },
  {
    mistake: 'a policy that lets every organisation in, on one table',
    gate: 'tenancy',
    edits: [policyOf('records', 'true')],
    says: /× without an organisation there are no rows/,
  },
  {
    mistake: 'row level security that is not forced',
    gate: 'tenancy',
    edits: [{ file: tenancy, find: /.*force row level security.*\n/, replace: '' }],
    says: /× has row level security enabled and forced/,
  },
  {
    mistake: 'a foreign key that reaches into other organisations',
    gate: 'tenancy',
    edits: [
      {
        file: 'database/migrations/0005-registers.sql',
        find: 'unique (organisation_id, key)',
        replace: 'unique (organisation_id, key), unique (id)',
      },
      {
        file: 'database/migrations/0005-registers.sql',
        find: /(create table records \([^;]*)foreign key \(organisation_id, register_id\) references registers \(organisation_id, id\)/,
        replace: '$1foreign key (register_id) references registers (id)',
      },
    ],
    says: /× points at other rows of its organisation alone[^]*× nothing points at a row of another organisation/,
  },
  {
    mistake: 'a table without a kind',
    gate: 'tenancy',
    edits: [{ file: 'database/migrations/0005-registers.sql', find: /comment on table imports is .*\n/, replace: '' }],
    says: /table imports does not say its kind/,
  },
  {
    mistake: 'a tracked table without the change trigger',
    gate: 'tenancy',
    edits: [
      { file: tenancy, find: `if kind = 'tracked' or`, replace: `if (kind = 'tracked' and t.name <> 'records') or` },
    ],
    says: /× has the change trigger exactly if it is tracked/,
  },
  {
    mistake: 'no permission asked for',
    gate: 'calls',
    edits: [{ file: handle, find: 'throw forbidden(contract.access.permission);', replace: '' }],
    says: /× P24 every call has exactly one access entry/,
  },
  {
    mistake: 'a read without its access entry',
    gate: 'calls',
    edits: [{ file: handle, find: 'await gate.journal.write(entry, trail.seen);', replace: '' }],
    says: /× P24 every call has exactly one access entry/,
  },
  {
    // Either layer alone keeps them apart: the policy is tried by `tenancy`, so here both are gone.
    mistake: 'members listed whose-ever they are, under no policy',
    gate: 'matrix',
    edits: [
      policyOf('memberships', 'true'),
      {
        file: 'src/features/access/members.ts',
        find: `.where('m.organisation_id', '=', context.organisation)`,
        replace: '',
      },
    ],
    says: /another organisation.s thing[^\n]* > member\.listed[^]*kanarie\w+ leaked/,
  },
  {
    mistake: 'a permission that one endpoint does not ask for',
    gate: 'matrix',
    edits: [
      {
        file: handle,
        find: `if ('permission' in contract.access && `,
        replace: `if ('permission' in contract.access && contract.action !== 'member.listed' && `,
      },
    ],
    says: /a member without the permission[^\n]* > member\.listed/,
  },
  {
    mistake: 'a role of another organisation taken on, by a foreign key on the id alone',
    gate: 'matrix',
    edits: [
      {
        file: 'database/migrations/0002-organisations-and-access.sql',
        find: 'unique (organisation_id, code)',
        replace: 'unique (organisation_id, code), unique (id)',
      },
      {
        file: 'database/migrations/0002-organisations-and-access.sql',
        find: /(create table membership_roles \([^;]*)foreign key \(organisation_id, role_id\) references roles \(organisation_id, id\)/,
        replace: '$1foreign key (role_id) references roles (id)',
      },
      {
        file: 'src/features/access/own-permissions.ts',
        find: 'if (faults.length > 0) throw invalid(faults);',
        replace: '',
      },
      {
        file: 'src/features/access/change-member.ts',
        find: 'const wanted = roles.map(({ id }) => id);',
        replace: 'const wanted = asked;',
      },
      {
        file: 'src/features/access/change-member.ts',
        find: 'replaceRoles(context, member, newRoles)',
        replace: 'replaceRoles(context, member, newRoles, body.roleIds ?? [])',
      },
      {
        file: 'src/features/access/change-member.ts',
        find: 'roles: readonly RoleRow[])',
        replace: 'roles: readonly RoleRow[], asked: string[])',
      },
    ],
    says: /another organisation.s thing[^\n]* > member\.changed/,
  },
  {
    mistake: 'a key that opens every organisation of its member',
    gate: 'matrix',
    edits: [
      {
        file: 'database/migrations/0003-identity.sql',
        find: '(key_membership is null or wanted = home)',
        replace: 'true',
      },
    ],
    says: /another organisation.s thing[^\n]* > member\.listed[^]*a key made elsewhere by an owner of both/,
  },
  {
    mistake: 'a stranger told that an organisation is there',
    gate: 'matrix',
    edits: [
      {
        file: handle,
        find: `if (judgement.demand.kind === 'stranger') throw notFound();`,
        replace: `if (judgement.demand.kind === 'stranger' && facts.organisation) throw forbidden();\n  if (judgement.demand.kind === 'stranger') throw notFound();`,
      },
      {
        file: handle,
        find: 'function principalOf(judgement: Judgement, contract: Contract)',
        replace: 'function principalOf(judgement: Judgement, contract: Contract, facts: Facts)',
      },
      {
        file: handle,
        find: 'principalOf(judgement, contract)',
        replace: 'principalOf(judgement, contract, unit.facts)',
      },
    ],
    says: /another organisation.s thing[^\n]* > member\.listed/,
  },
  {
    mistake: 'a cursor that is none, taken for a fault of ours',
    gate: 'fuzz',
    edits: [
      {
        file: 'src/features/registers/list-records.ts',
        find: 'throw cursorRefused();',
        replace: `throw new Error('no cursor of ours');`,
      },
    ],
    says: /FAIL {2}tests\/fuzz\S+ > record\.listed[^]*"500 /,
  },
  {
    mistake: 'a refusal that names no field',
    gate: 'fuzz',
    edits: [
      { file: 'src/gate/parse.ts', find: 'throw invalid(faults);', replace: 'throw invalid(faults.slice(0, 0));' },
    ],
    says: /FAIL {2}tests\/fuzz\S+ > record\.listed[^]*a 422 that names no field/,
  },
  {
    mistake: 'an endpoint without access',
    gate: 'contracts',
    edits: [{ file: journalContract, find: `  access: { permission: 'journal.read' },\n`, replace: '' }],
    says: /× (every declared contract|declares a permission)/,
  },
  {
    mistake: 'an endpoint open to all that was not',
    gate: 'contracts',
    edits: [
      { file: journalContract, find: `{ permission: 'journal.read' }`, replace: `{ open: 'it is ours to show' }` },
    ],
    says: /× declares a permission[^]*× stands with its access in docs/,
  },
  {
    mistake: 'the kernel importing a feature',
    gate: 'architecture',
    edits: [{ file: clock, find: /^/, replace: `import '#features/index.ts';\n` }],
    says: /× the kernel imports the kernel alone/,
  },
  {
    mistake: 'pages importing the server',
    gate: 'architecture',
    edits: [{ file: 'src/web/client.ts', find: /^/, replace: `import '#gate/contract.ts';\n` }],
    says: /× pages import no server code/,
  },
  {
    mistake: 'any',
    gate: 'lint',
    edits: [{ file: clock, find: /$/, replace: 'export const anything = (value: any) => value as string;\n' }],
    says: /no-explicit-any/,
  },
  {
    mistake: 'a file out of format',
    gate: 'format',
    edits: [{ file: handle, find: /$/, replace: 'export   const spaced = 1\n' }],
    says: /src\/gate\/handle\.ts/,
  },
  {
    mistake: 'a wrong type',
    gate: 'types',
    edits: [{ file: clock, find: /$/, replace: 'export const wrong: string = 1;\n' }],
    says: /clock\.ts.*TS2322/,
  },
  {
    mistake: 'an export that nobody uses',
    gate: 'dead code',
    edits: [{ file: clock, find: /$/, replace: 'export const nobodyUsesThis = 1;\n' }],
    says: /nobodyUsesThis/,
  },
  {
    mistake: 'a schema that was not written anew',
    gate: 'generated files',
    edits: [{ file: 'database/schema.sql', find: 'table records --', replace: 'table records—' }],
    says: /Stale: database\/schema\.sql\./,
  },
  {
    mistake: 'a failing test',
    gate: 'the test runner',
    edits: [{ file: 'tests/contracts.test.ts', find: 'toBeGreaterThan(30)', replace: 'toBeGreaterThan(30_000)' }],
    says: /\n\d+ passed, 1 failed\n$/,
  },
  {
    mistake: 'a test file that breaks before its first test',
    gate: 'the test runner',
    edits: [{ file: 'tests/contracts.test.ts', find: /$/, replace: `throw new Error('broken');\n` }],
    says: /\n0 passed, 1 failed\n$/,
  },
  {
    mistake: 'no test left',
    gate: 'the test runner',
    edits: [{ file: 'vitest.config.ts', find: `'tests/**/*.test.ts'`, replace: `'tests/**/*.tested.ts'` }],
    says: /\n0 passed, 1 failed\n$/,
  },
];

async function run(name: keyof typeof gates): Promise<{ isGreen: boolean; output: string }> {
  const { args, environment } = gates[name];
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(VITEST|VALV_|NODE_|TEST$|DEV$|PROD$|MODE$|SSR$)/.test(key),
  );
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: tree, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ isGreen: error === null, output: `${stderr}${stdout}` });
    });
  });
}

/** Puts a mutation into the tree; returns what takes it out again. */
async function mutate({ edits }: Mutation): Promise<() => Promise<void>> {
  const before = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(tree, file);
    const text = await readFile(path, 'utf8');
    if (!before.has(path)) before.set(path, text);
    const mutated = text.replace(find, replace);
    if (mutated === text) throw new Error(`${file} no longer holds ${String(find)}: write the mutation anew.`);
    await writeFile(path, mutated);
  }
  return async () => {
    for (const [path, text] of before) await writeFile(path, text);
  };
}

beforeAll(async () => {
  tree = join(await mkdtemp(join(tmpdir(), 'valv-mutants-')), 'tree');
  const left = new Set(['.git', 'node_modules', 'data', 'keys', 'valv.env']);
  await cp(root, tree, { recursive: true, filter: (path) => path === root || !left.has(basename(path)) });
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
});
afterAll(() => rm(join(tree, '..'), { recursive: true, force: true }));

describe.each(Object.keys(gates) as (keyof typeof gates)[])('%s', (gate) => {
  let isGreen = false;

  test('is green as the tree stands', { timeout: 120_000 }, async () => {
    const result = await run(gate);
    isGreen = result.isGreen;
    expect(result.output, 'the gate was red without any mutation').toSatisfy(() => isGreen);
  });

  test.each(mutations.filter((mutation) => mutation.gate === gate))(
    'is red at $mistake',
    { timeout: 120_000 },
    async (mutation) => {
      expect(isGreen, 'a gate that is always red shows nothing').toBe(true);
      const undo = await mutate(mutation);
      try {
        const result = await run(gate);
        expect(result.isGreen).toBe(false);
        expect(result.output).toMatch(mutation.says);
      } finally {
        await undo();
      }
    },
  );
});

test('every gate was tried', () => {
  const tried = new Set(mutations.map(({ gate }) => gate));
  expect(Object.keys(gates).filter((gate) => !tried.has(gate as keyof typeof gates))).toEqual([]);
});
