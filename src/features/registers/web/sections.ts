import type { Field, Register } from './queries.ts';

export type Section = Register['sections'][number];

/** Fields by the sections of the form, in their order; those that stand in none come first. A section without fields is left out. */
export function inSections(
  fields: readonly Field[],
  sections: readonly Section[],
): { section: Section | undefined; fields: readonly Field[] }[] {
  const isKnown = ({ section }: Field) => sections.some(({ key }) => key === section);
  return [
    { section: undefined, fields: fields.filter((field) => !isKnown(field)) },
    ...sections.map((section) => ({ section, fields: fields.filter((field) => field.section === section.key) })),
  ].filter((part) => part.fields.length > 0);
}
