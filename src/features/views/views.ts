import { randomUUIDv7 } from 'node:crypto';
import { invalid, notFound, Problem, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import { may, type Context } from '#gate/context.ts';
import { getRoles } from '#features/access/index.ts';
import { getDefinition, holdDefinition, visibleFields } from '#features/registers/index.ts';
import { ViewParts, type changeView, type createView, type listViews, type removeView } from './contract.ts';

type ViewOut = Output<typeof createView>;

const viewsMax = 200;

const select = (context: Context, register: string) =>
  context.db
    .selectFrom('views')
    .select(['id', 'name', 'version', 'view', 'owner_id', 'shared_with'])
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register);

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const isOwn = (context: Context, row: Row) => row.owner_id !== null && row.owner_id === context.principal.membershipId;
const isShared = ({ shared_with: roles }: Row, context: Context) =>
  roles !== null && (roles.length === 0 || roles.some((role) => context.principal.roleIds.includes(role)));

const maySee = (context: Context, row: Row) => isOwn(context, row) || isShared(row, context);

const present = (context: Context, row: Row, view = ViewParts.parse(row.view)): ViewOut => ({
  id: row.id,
  name: row.name,
  version: row.version,
  view,
  sharedWith: row.shared_with,
  isChangeable: may(context, 'view.write'),
});

/** Fields that narrow, order or group: without seeing them nobody can see what the view shows. */
function decidingFields({ sort, filter, group }: ViewParts): string[] {
  const sorted = sort
    .split(',')
    .filter(Boolean)
    .map((part) => part.replace(/^-/, ''));
  return [...sorted, ...filter.map((text) => text.split(':')[0] ?? ''), ...(group === null ? [] : [group])];
}

/** Views by name. One that is decided by a field which the reader does not see is not theirs; other columns are left out. */
export async function showViews(
  context: Context,
  { params }: Input<typeof listViews>,
): Promise<Output<typeof listViews>> {
  const definition = await getDefinition(context, params.register);
  const seen = new Set(visibleFields(definition, context.principal).map(({ key }) => key));
  const rows = await select(context, params.register).orderBy('name').limit(viewsMax).execute();
  const views = rows
    .filter((row) => maySee(context, row))
    .map((row) => ({ row, view: ViewParts.parse(row.view) }))
    .filter(({ view }) => decidingFields(view).every((key) => seen.has(key)))
    .map(({ row, view }) => present(context, row, withoutUnseen(view, seen)));
  context.note({ rows: views.length });
  return { views };
}

function withoutUnseen(view: ViewParts, seen: ReadonlySet<string>): ViewParts {
  const columns = view.columns?.filter((key) => seen.has(key)) ?? null;
  return {
    ...view,
    columns: columns?.length === 0 ? null : columns,
    totals: view.totals.filter(({ field }) => seen.has(field)),
  };
}

async function assertWhole(
  context: Context,
  register: string,
  { view, sharedWith }: { view: ViewParts; sharedWith: string[] | null },
): Promise<void> {
  const definition = await holdDefinition(context, register);
  const seen = new Set(visibleFields(definition, context.principal).map(({ key }) => key));
  const faults: FieldProblem[] = [
    ...(view.columns ?? []).map((key, index) => ({ key, path: `body.view.columns.${index}` })),
    ...view.totals.map(({ field: key }, index) => ({ key, path: `body.view.totals.${index}.field` })),
    ...decidingFields({ ...view, sort: '', group: null }).map((key, index) => ({
      key,
      path: `body.view.filter.${index}`,
    })),
    ...decidingFields({ ...view, filter: [], group: null }).map((key) => ({ key, path: 'body.view.sort' })),
    ...(view.group === null ? [] : [{ key: view.group, path: 'body.view.group' }]),
  ]
    .filter(({ key }) => !seen.has(key))
    .map(({ path }) => ({ path, code: 'field.unknown' }));
  if (faults.length > 0) throw invalid(faults);
  if (sharedWith !== null && sharedWith.length > 0) await getRoles(context, sharedWith, 'body.sharedWith');
}

export async function keepView(context: Context, { params, body }: Input<typeof createView>): Promise<ViewOut> {
  await assertWhole(context, params.register, body);
  const kept = await select(context, params.register).limit(viewsMax).execute();
  if (kept.length >= viewsMax) throw new Problem(409, 'view.too_many');
  const id = randomUUIDv7();
  const row = await context.db
    .insertInto('views')
    .values({
      organisation_id: context.organisation,
      id,
      register_id: params.register,
      name: body.name,
      view: JSON.stringify(body.view),
      owner_id: context.principal.membershipId ?? null,
      shared_with: body.sharedWith,
    })
    .returning(['id', 'name', 'version', 'view', 'owner_id', 'shared_with'])
    .executeTakeFirstOrThrow();
  context.note({ target: id });
  context.announce({ register: params.register, kind: 'views' });
  return present(context, row);
}

/** 404 for a view that the reader does not see. */
async function getView(context: Context, register: string, id: string): Promise<Row> {
  const row = await select(context, register).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row || !maySee(context, row)) throw notFound();
  return row;
}

export async function editView(context: Context, { params, body }: Input<typeof changeView>): Promise<ViewOut> {
  const row = await getView(context, params.register, params.view);
  if (row.version !== body.version)
    throw new Problem(409, 'view.stale', { extension: { current: present(context, row) } });
  await assertWhole(context, params.register, body);
  const changed = await context.db
    .updateTable('views')
    .set({
      name: body.name,
      view: JSON.stringify(body.view),
      shared_with: body.sharedWith,
      version: row.version + 1,
    })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .returning(['id', 'name', 'version', 'view', 'owner_id', 'shared_with'])
    .executeTakeFirstOrThrow();
  context.announce({ register: params.register, kind: 'views' });
  return present(context, changed);
}

export async function dropView(context: Context, { params }: Input<typeof removeView>): Promise<undefined> {
  const row = await getView(context, params.register, params.view);
  await context.db
    .deleteFrom('views')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .execute();
  context.announce({ register: params.register, kind: 'views' });
  return undefined;
}
