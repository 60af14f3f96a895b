import { Problem } from '#kernel/errors/problem.ts';

// What every password must be, whatever an organisation adds (P01, P02): not among the first that anybody would try. The
// length is in the contract. No rules of composition: they make passwords worse (NIST SP 800-63B-4 §3.1.1.2).

/** Words that long but bad passwords are made of, Swedish and English, as they stand in published lists of leaked ones. */
// oxfmt-ignore
const common = [
  'password', 'passw0rd', 'lösenord', 'losenord', 'hemligt', 'hemlighet', 'sommar', 'vinter', 'välkommen', 'valkommen',
  'welcome', 'qwerty', 'qwertyuiop', 'asdfgh', 'asdfghjkl', 'zxcvbn', 'zxcvbnm', 'iloveyou', 'jagälskardig', 'letmein',
  'admin', 'administrator', 'fotboll', 'football', 'baseball', 'princess', 'sunshine', 'dragon', 'monkey', 'superman',
  'master', 'secret', 'trustno', 'abc', 'abcdef', 'abcdefghijklmnopqrstuvwxyz', 'valv', 'mamma', 'pappa', 'hejsan', 'sverige', 'stockholm',
];

const commonPattern = new RegExp(common.toSorted((a, b) => b.length - a.length).join('|'), 'g');
const digits = '01234567890123456789';
const digitsBack = '98765432109876543210';

/** True when what remains without common words, rows of digits and signs is too little to guess. */
function isCommon(password: string): boolean {
  if (/^(.{1,8}?)\1+.{0,7}$/u.test(password) && new Set(password).size <= 8) return true;
  const rest = password
    .replaceAll(commonPattern, '')
    .replaceAll(/\d{3,}/g, (run) =>
      digits.includes(run) || digitsBack.includes(run) || new Set(run).size === 1 ? '' : run,
    )
    .replaceAll(/(?:19|20)\d\d/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return rest.length < 4;
}

/** Shorter names are parts of ordinary words. */
const nameLengthMin = 4;

/** Refuses a password that is easily guessed. `path` is where in the input it stood; the password itself is in no refusal (P12). */
export function assertPasswordGood(password: string, userName: string, path: string): void {
  const plain = password.normalize('NFKC').toLowerCase();
  const refuse = (code: string) => new Problem(422, 'password.too_common', { fields: [{ path, code }] });
  if (userName.length >= nameLengthMin && plain.includes(userName)) throw refuse('field.password_has_user_name');
  if (isCommon(plain)) throw refuse('field.password_too_common');
}
