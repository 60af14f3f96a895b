import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { addRegisters, getRegister, readDefinitions } from '#features/registers/index.ts';
import { keepView } from '#features/views/index.ts';
import type { listTemplates, makeFromTemplate } from './contract.ts';
import { readTemplates } from './library.ts';
import { definitionOf, type Template } from './template.ts';

export async function showTemplates(context: Context): Promise<Output<typeof listTemplates>> {
  const taken = new Set((await readDefinitions(context)).map(({ key }) => key));
  const templates = (await readTemplates()).map(({ key, name, about, registers }) => ({
    key,
    name,
    about,
    registers: registers.map((register) => ({
      key: register.key,
      name: register.name,
      about: register.about,
      subject: register.subject,
      fieldCount: register.fields.length,
      views: register.views.map((view) => view.name),
      isThere: taken.has(register.key),
    })),
  }));
  context.note({ rows: templates.length });
  return { templates };
}

export async function useTemplate(
  context: Context,
  { params }: Input<typeof makeFromTemplate>,
): Promise<Output<typeof makeFromTemplate>> {
  const template = (await readTemplates()).find(({ key }) => key === params.template);
  if (!template) throw notFound();
  const { ids, made } = await makeRegisters(context, template);
  const registers = [];
  for (const { key } of template.registers)
    registers.push(await getRegister(context, { params: { register: ids.get(key) ?? '' } }));
  const [first = registers[0]?.id] = made.map((key) => ids.get(key));
  context.note({ rows: made.length, ...(first !== undefined && { target: first }) });
  return { registers, made };
}

/**
 * Makes the registers of the template that the organisation lacks, and their views for everybody who may read them. What is
 * there stays as it is, so that doing it again does nothing. Gives the ids of all by key, and the keys of those it made.
 */
export async function makeRegisters(
  context: Context,
  template: Template,
): Promise<{ ids: ReadonlyMap<string, string>; made: string[] }> {
  // Of two calls at once the second finds what the first has made.
  await sql`select pg_advisory_xact_lock(hashtext('valv template'), hashtext(${context.organisation}))`.execute(
    context.db,
  );
  const present = new Map((await readDefinitions(context)).map(({ key, definition }) => [key, definition]));
  const other = template.registers.find(({ key, subject }) => (present.get(key)?.subject ?? subject) !== subject);
  if (other) throw new Problem(409, 'template.other_subject', { values: { key: other.key } });
  const lacking = template.registers.filter(({ key }) => !present.has(key));
  // Lists of registers are in the order of ids, and the first is where one arrives.
  const fresh = template.registers.map(() => randomUUIDv7()).sort();
  const ids = new Map(
    template.registers.map(({ key }, index) => [key, present.get(key)?.register ?? fresh[index] ?? '']),
  );
  const { language } = await context.db
    .selectFrom('organisations')
    .select('language')
    .where('organisation_id', '=', context.organisation)
    .executeTakeFirstOrThrow();
  const spoken = language === 'en' ? 'en' : 'sv';
  const drafts = lacking.map((register) => ({
    id: ids.get(register.key) ?? '',
    key: register.key,
    definition: definitionOf(template, register, ids, spoken),
  }));
  await addRegisters(context, drafts);
  for (const { key, views } of lacking)
    for (const { name, view } of views)
      await keepView(context, {
        params: { register: ids.get(key) ?? '' },
        query: undefined,
        body: { name: name[spoken], view, sharedWith: [] },
      });
  return { ids, made: lacking.map(({ key }) => key) };
}
