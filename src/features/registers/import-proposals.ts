import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { Input, Output } from '#gate/contract.ts';
import { may, type Context } from '#gate/context.ts';
import type { judgeColumns, Seeming } from './import-contract.ts';
import { Field, type Definition } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { cut, fold } from './derive.ts';
import { readWrittenDays } from './field-types/written-day.ts';
import { parseIdentityNumber } from './identity-number.ts';
import { openCells, rowColumns, type StoredRow } from './import-rows.ts';
import { columnsOf, getImport } from './imports.ts';

// What a column holds, by what stands in it, so that a column of identity numbers is told for one before it lies in a field that
// does not seal them, and a column that no field takes can become one.

const rowsLooked = 1_000;
/** A few slips do not make another kind of column of it. */
const most = 0.85;
const choicesMax = 12;
const email = z.email();
const yesOrNo = new Set(['ja', 'nej', 'yes', 'no', 'true', 'false', 'sant', 'falskt', 'x']);
const amount = /^-?\d{1,3}(?:[ \u00a0]?\d{3})*(?:[.,]\d+)?$|^-?\d+(?:[.,]\d+)?$/;

const isPhone = (text: string) =>
  /^[+0][\d\s()/-]{6,20}$/.test(text) && (parsePhoneNumberFromString(text, 'SE')?.isPossible() ?? false);

/** The first kind that nearly all of the values are. */
export function seemingOf(values: readonly string[], today: string): Seeming {
  if (values.length === 0) return 'empty';
  const nearlyAll = (is: (text: string) => boolean) => values.filter(is).length >= most * values.length;
  if (nearlyAll((text) => parseIdentityNumber(text, today).ok)) return 'identity_number';
  if (nearlyAll((text) => email.safeParse(text).success)) return 'email';
  if (nearlyAll((text) => /^(?:1[89]|20)\d{6}$|\D/.test(text) && readWrittenDays(text).length > 0)) return 'date';
  if (values.every((text) => yesOrNo.has(fold(text)))) return 'yes_no';
  if (nearlyAll(isPhone)) return 'phone';
  if (nearlyAll((text) => amount.test(text))) return 'number';
  const distinct = new Set(values.map(fold)).size;
  const isFew = distinct <= choicesMax && distinct * 4 <= values.length;
  return isFew && values.every((text) => text.length <= 60) ? 'choice' : 'text';
}

export async function showColumns(
  context: Context,
  { params }: Input<typeof judgeColumns>,
): Promise<Output<typeof judgeColumns>> {
  const row = await getImport(context, params.register, params.import);
  const definition = await getDefinition(context, params.register);
  const rows = (await context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .orderBy('row_number')
    .limit(rowsLooked)
    .execute()) as StoredRow[];
  const keys = await context.keys();
  const cells = rows.map((stored) => openCells(keys, row.id, stored));
  const today = context.now.toISOString().slice(0, 10);
  const { headers, fields } = columnsOf(row);
  const taken = new Set(definition.fields.map(({ key }) => key));
  const columns = headers.map((header, index) => {
    const values = cells.map((line) => (line[index] ?? '').normalize('NFC').trim()).filter((text) => text !== '');
    const seems = seemingOf(values, today);
    const isFree = (fields[index] ?? null) === null && header !== '';
    if (!isFree || !may(context, 'register.write')) return { seems, proposal: null };
    const proposal = proposalFor(definition, header, seems, values, taken);
    taken.add(proposal.key);
    return { seems, proposal };
  });
  context.note({ rows: rows.length });
  return { columns };
}

/** The types there are for what a column seems to be. */
const typeFor: Record<Seeming, Field['type']> = {
  identity_number: 'identity_number',
  email: 'email',
  phone: 'phone',
  date: 'date',
  choice: 'choice',
  yes_no: 'yes_no',
  number: 'number',
  text: 'text',
  empty: 'text',
};

/** Headings under which stands who somebody is. */
const ofPerson = /namn|name|adress|address|född|fodd|birth|kontakt|contact|anhörig|anhorig/;

function proposalFor(
  definition: Definition,
  header: string,
  seems: Seeming,
  values: readonly string[],
  taken: ReadonlySet<string>,
): Field {
  const type = typeFor[seems];
  const isSealed = seems === 'identity_number';
  const isPersonal =
    seems === 'email' || seems === 'phone' || (definition.subject === 'person' && ofPerson.test(fold(header)));
  const label = cut(header, 100);
  return Field.parse({
    key: keyFor(header, taken),
    label: { sv: label, en: label },
    type,
    class: isSealed ? 'identity_number' : isPersonal ? 'personal' : 'ordinary',
    purpose: '',
    legalBasis: 'none',
    isRequired: false,
    isUnique: isSealed && new Set(values).size === values.length,
    isSortable: ['text', 'number', 'date', 'choice', 'yes_no'].includes(type),
    isFilterable: true,
    isSearchable: type === 'text' || type === 'email',
    visibleTo: null,
    choices: type === 'choice' ? choicesOf(values) : [],
  });
}

function choicesOf(values: readonly string[]): Field['choices'] {
  const taken = new Set<string>();
  const labels = new Map(values.map((text) => [fold(text), text]));
  return [...labels.values()].map((text) => {
    const value = keyFor(text, taken);
    taken.add(value);
    return { value, label: { sv: text, en: text }, colour: null, isRetired: false };
  });
}

/** A key made of words: `E-post (privat)` → `e_post_privat`, with a number where it is taken. */
function keyFor(words: string, taken: ReadonlySet<string>): string {
  const plain = fold(words)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const name = (/^[a-z]/.test(plain) ? plain : `field_${plain}`).slice(0, 36).replace(/_+$/, '');
  const isFree = (key: string) => !taken.has(key) && !(key in {});
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? name : `${name}_${count}`;
    if (isFree(key)) return key;
  }
}
