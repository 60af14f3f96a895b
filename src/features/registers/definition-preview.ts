import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { previewDefinition } from './contract.ts';
import { convertValue, isConverted, openRow } from './conversion.ts';
import { isSealed, type Definition, type Field } from './definition.ts';
import { conversionsOf } from './definition-change.ts';
import { assertWhole, getDefinition } from './definitions.ts';
import { equalityKey, type Values } from './derive.ts';
import { fieldAccess } from './field-access.ts';
import { findExports } from './past-exports.ts';
import { titleOf } from './references.ts';
import { displayValue, maskValue, momentOf } from './values.ts';

// What a change of a definition would find in the records: values that do not convert, values that are there twice.

interface Finding {
  /** Records with a value. */
  affected: number;
  unfitting: number;
  duplicates: number;
  examples: { record: string; values: Values }[];
}

const pageSize = 1_000;
const examplesMax = 10;

/** Looks at the field in every record that is not in the trash, a page at a time. */
export async function examineField(context: Context, definition: Definition, from: Field, to: Field): Promise<Finding> {
  const keys = await context.keys();
  const moment = momentOf(context);
  const finding: Finding = { affected: 0, unfitting: 0, duplicates: 0, examples: [] };
  const seen = new Set<string>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await context.db
      .selectFrom('records')
      .select(['id', 'shape', 'data'])
      .where('organisation_id', '=', context.organisation)
      .where('register_id', '=', definition.register)
      .where('trashed_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const values = await openRow(context, definition, row);
      const value = values[from.key] ?? null;
      if (value === null) continue;
      finding.affected += 1;
      const fitting = isConverted(from, to) ? convertValue(from, to, value, moment) : value;
      const key = fitting !== undefined && to.isUnique ? equalityKey(definition, to, fitting, keys) : undefined;
      const isDuplicate = key !== undefined && seen.has(key);
      if (key !== undefined) seen.add(key);
      if (fitting === undefined) finding.unfitting += 1;
      if (isDuplicate) finding.duplicates += 1;
      if ((fitting === undefined || isDuplicate) && finding.examples.length < examplesMax)
        finding.examples.push({ record: row.id, values });
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return finding;
    after = last.id;
  }
}

type Preview = Output<typeof previewDefinition>;

export async function previewChange(
  context: Context,
  { params, body }: Input<typeof previewDefinition>,
): Promise<Preview> {
  const current = await getDefinition(context, params.register);
  await assertWhole(context, body.definition, new Map([[current.register, body.definition.subject]]));
  const changes: Preview['changes'] = [];
  for (const { from, to } of conversionsOf(current, body.definition)) {
    const finding = await examineField(context, current, from, { ...to, isUnique: false });
    const kind = isConverted(from, to) ? ('type' as const) : ('class' as const);
    changes.push(present(context, current, from, kind, finding, finding.unfitting));
  }
  for (const to of body.definition.fields) {
    const from = current.fields.find(({ key }) => key === to.key);
    if (!from || !to.isUnique || from.isUnique) continue;
    const finding = await examineField(context, current, from, to);
    changes.push(present(context, current, from, 'unique', finding, finding.duplicates));
  }
  const sealed = conversionsOf(current, body.definition).filter(({ from, to }) => isSealed(to) && !isSealed(from));
  context.note({ rows: changes.length });
  const fields = sealed.map(({ to }) => to.key);
  const left = fields.length > 0 ? await findExports(context, params.register, fields) : { exports: [], count: 0 };
  return { changes, exports: left.exports, exportCount: left.count };
}

function present(
  context: Context,
  definition: Definition,
  field: Field,
  kind: Preview['changes'][number]['kind'],
  { affected, examples }: Finding,
  failing: number,
): Preview['changes'][number] {
  const { isReadable } = fieldAccess(field, context.principal);
  return {
    field: field.key,
    kind,
    affected,
    failing,
    examples: examples.map(({ record, values }) => {
      const value = values[field.key] ?? '';
      return {
        record,
        title: titleOf(context, definition, values),
        value: isReadable ? displayValue(field, value, context.language) : maskValue(field, value),
      };
    }),
  };
}
