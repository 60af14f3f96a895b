import { z } from 'zod';
import type { Language } from '#kernel/i18n/language.ts';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

// What is wrong with a value, for the person who wrote it. zod's own words are for programmers: `expected string to have >=15
// characters`. What is not said here keeps them.

interface Words {
  required: string;
  tooShort: (least: string) => string;
  tooLong: (most: string) => string;
  tooFew: (least: string) => string;
  tooMany: (most: string) => string;
  tooLow: (least: string) => string;
  tooHigh: (most: string) => string;
  email: string;
  choice: string;
}

const words: Record<Language, Words> = {
  sv: {
    required: 'Fyll i ett värde.',
    tooShort: (least) => `Skriv minst ${least} tecken.`,
    tooLong: (most) => `Skriv högst ${most} tecken.`,
    tooFew: (least) => `Välj minst ${least}.`,
    tooMany: (most) => `Välj högst ${most}.`,
    tooLow: (least) => `Ange ett tal som är minst ${least}.`,
    tooHigh: (most) => `Ange ett tal som är högst ${most}.`,
    email: 'Skriv en e-postadress, till exempel namn@example.org.',
    choice: 'Välj ett av de värden som finns.',
  },
  en: {
    required: 'Fill in a value.',
    tooShort: (least) => `Write at least ${least} characters.`,
    tooLong: (most) => `Write at most ${most} characters.`,
    tooFew: (least) => `Choose at least ${least}.`,
    tooMany: (most) => `Choose at most ${most}.`,
    tooLow: (least) => `Give a number that is at least ${least}.`,
    tooHigh: (most) => `Give a number that is at most ${most}.`,
    email: 'Write an e-mail address, such as name@example.org.',
    choice: 'Choose one of the values there are.',
  },
};

function wordsFor(issue: Issue, say: Words): string | undefined {
  switch (issue.code) {
    case 'too_small': {
      const least = String(issue.minimum);
      if (issue.origin === 'string') return issue.input === '' || least === '1' ? say.required : say.tooShort(least);
      if (issue.origin === 'array') return say.tooFew(least);
      return issue.origin === 'number' || issue.origin === 'int' ? say.tooLow(least) : undefined;
    }
    case 'too_big': {
      const most = String(issue.maximum);
      if (issue.origin === 'string') return say.tooLong(most);
      if (issue.origin === 'array') return say.tooMany(most);
      return issue.origin === 'number' || issue.origin === 'int' ? say.tooHigh(most) : undefined;
    }
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? say.required : undefined;
    case 'invalid_format':
      return issue.format === 'email' ? say.email : undefined;
    case 'invalid_value':
      return say.choice;
    default:
      return undefined;
  }
}

const speaker =
  (language: Language, own: z.core.$ZodErrorMap): z.core.$ZodErrorMap =>
  (issue) =>
    wordsFor(issue, words[language]) ?? own(issue);

/** What zod asks for the words of an issue. */
export const inputWords: Record<Language, z.core.$ZodErrorMap> = {
  sv: speaker('sv', z.locales.sv().localeError),
  en: speaker('en', z.locales.en().localeError),
};
