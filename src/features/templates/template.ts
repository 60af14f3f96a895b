import { z } from 'zod';
import { plainText } from '#gate/shapes.ts';
import type { Language } from '#kernel/i18n/language.ts';
import { DefinitionDraft, DefinitionParts, Field, InBothLanguages } from '#features/registers/index.ts';
import { ViewParts } from '#features/views/index.ts';

// A template is registers that are ready to be used: definitions and views as data, in both languages. Files speak of what has
// no id yet: a link names its register by key, a field its purpose by the template's name for it.

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const Sentences = z.strictObject({ sv: plainText(500), en: plainText(500) });

const { purpose: _purpose, legalBasis: _basis, target: _target, visibleTo: _roles, ...ownOfField } = Field.shape;

const TemplateField = z.strictObject({
  ...ownOfField,
  /** Name of one of the template's purposes; its legal basis goes with it. */
  purpose: Key.nullable().default(null),
  /** Of a link: key of a register of the template. */
  target: Key.nullable().default(null),
  /** In both languages where they differ: kr is kr, dagar are days. */
  unit: z.union([ownOfField.unit, z.strictObject({ sv: plainText(20), en: plainText(20) })]),
});

const TemplateView = z.strictObject({ name: InBothLanguages, view: ViewParts });

/** `<register>.json` in the folder of a template. */
const TemplateRegister = z.strictObject({
  ...DefinitionParts.shape,
  key: Key,
  /** What is kept in it, as one would tell somebody who has not seen it. */
  about: Sentences,
  fields: z.array(TemplateField).min(1).max(200),
  views: z.array(TemplateView).max(20).default([]),
});
export type TemplateRegister = z.output<typeof TemplateRegister>;

/** `template.json` of the folder, with its registers read into it. */
export const Template = z.strictObject({
  key: Key,
  name: InBothLanguages,
  /** Whom it is for and what it makes. */
  about: Sentences,
  /** Why personal data are kept, and on which of GDPR's legal bases (Art. 5.1 b, 6.1). */
  purposes: z.record(Key, z.strictObject({ text: Sentences, legalBasis: Field.shape.legalBasis })).default({}),
  registers: z.array(TemplateRegister).min(1).max(20),
});
export type Template = z.output<typeof Template>;

/**
 * The definition of a register of the template, by the parser that every definition passes. `ids` are those of the registers
 * that its links lead to, by key; what stands in one language alone in a definition is taken in `language`.
 */
export function definitionOf(
  template: Template,
  { name, subject, title, sections, fields }: TemplateRegister,
  ids: ReadonlyMap<string, string>,
  language: Language,
): DefinitionDraft {
  const written = fields.map(({ purpose: why, target, unit, ...field }) => {
    const purpose = why === null ? undefined : template.purposes[why];
    if (why !== null && !purpose) throw new Error(`${template.key}: no purpose ${why}`);
    if (target !== null && !ids.has(target)) throw new Error(`${template.key}: no register ${target}`);
    return {
      ...field,
      unit: typeof unit === 'string' ? unit : unit[language],
      ...(purpose && { purpose: purpose.text[language], legalBasis: purpose.legalBasis }),
      target: target === null ? null : ids.get(target),
    };
  });
  return DefinitionDraft.parse({ name, subject, title, sections, fields: written });
}
