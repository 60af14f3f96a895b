export const languages = ['sv', 'en'] as const;
export type Language = (typeof languages)[number];

/** The first language of an Accept-Language header (RFC 9110 §12.5.4) that Valv speaks, by its weights. */
export function negotiateLanguage(header: string | undefined, fallback: Language): Language {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1])
        .find((value) => value !== undefined);
      return { tag: tag.toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return (
    languages.find((language) => language === wanted.find(({ tag }) => languages.includes(tag as Language))?.tag) ??
    fallback
  );
}
