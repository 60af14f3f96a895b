/** All promises of the policy, P01 to P78, and the themes that the policy page groups them by. */
import { accessAndEncryptionClauses } from './clauses/access-and-encryption.ts';
import { backupClauses } from './clauses/backup.ts';
import { operationAndAgreementClauses } from './clauses/operation-and-agreement.ts';
import { placesAndEverydayClauses } from './clauses/places-and-everyday.ts';
import { privacyClauses } from './clauses/privacy.ts';
import { signInClauses } from './clauses/sign-in.ts';
import type { Bilingual, PolicyPromise, ThemeId } from './promise.ts';

export type Theme = Readonly<{ id: ThemeId; title: Bilingual }>;

/** In the order of the page. */
export const themes: readonly Theme[] = [
  { id: 'sign_in', title: { sv: 'Inloggning', en: 'Signing in' } },
  { id: 'passwords', title: { sv: 'Lösenord', en: 'Passwords' } },
  { id: 'access', title: { sv: 'Behörighet och åtkomst', en: 'Permissions and access' } },
  { id: 'journal', title: { sv: 'Journal', en: 'Journal' } },
  { id: 'encryption', title: { sv: 'Kryptering', en: 'Encryption' } },
  { id: 'privacy', title: { sv: 'Personuppgifter', en: 'Personal data' } },
  { id: 'backup', title: { sv: 'Backup och återställning', en: 'Backup and restore' } },
  { id: 'places', title: { sv: 'Platser och servrar', en: 'Locations and servers' } },
  { id: 'operation', title: { sv: 'Drift och tillgänglighet', en: 'Operation and availability' } },
  { id: 'everyday', title: { sv: 'Utrustning och hjälp', en: 'Equipment and help' } },
  { id: 'agreement', title: { sv: 'Avtalet', en: 'The agreement' } },
  { id: 'staff', title: { sv: 'Vår personal', en: 'Our staff' } },
];

/** In the order of their numbers. */
export const promises: readonly PolicyPromise[] = [
  ...signInClauses,
  ...accessAndEncryptionClauses,
  ...privacyClauses,
  ...backupClauses,
  ...placesAndEverydayClauses,
  ...operationAndAgreementClauses,
];

const promisesById = new Map<string, PolicyPromise>(promises.map((promise) => [promise.id, promise]));

export function getPromise(id: string): PolicyPromise {
  const promise = promisesById.get(id);
  if (!promise) throw new Error(`There is no promise ${id}.`);
  return promise;
}
