import type { Language } from './language.ts';

/** Texts by code. `{name}` is replaced by the value of that name. */
export type Messages = Record<string, string>;

export type Catalogue = Record<Language, Messages>;

/** Joins the catalogues of the rooms; the same code twice is a mistake, and so is a code that one language lacks. */
export function joinCatalogues(...catalogues: Catalogue[]): Catalogue {
  const joined: Catalogue = { sv: {}, en: {} };
  for (const catalogue of catalogues) {
    const missing = Object.keys(catalogue.sv).filter((code) => !(code in catalogue.en));
    const extra = Object.keys(catalogue.en).filter((code) => !(code in catalogue.sv));
    if (missing.length + extra.length > 0)
      throw new Error(`messages in one language only: ${[...missing, ...extra].join(', ')}`);
    for (const code of Object.keys(catalogue.sv)) {
      if (code in joined.sv) throw new Error(`message ${code} is declared twice`);
    }
    Object.assign(joined.sv, catalogue.sv);
    Object.assign(joined.en, catalogue.en);
  }
  return joined;
}

export type Say = (code: string, values?: Record<string, string | number>) => string;

/** The words of a code in a language; a code without words is shown as it is, so that nothing is hidden by a missing text. */
export function sayIn(catalogue: Catalogue, language: Language): Say {
  const messages = catalogue[language];
  return (code, values = {}) =>
    (messages[code] ?? code).replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
