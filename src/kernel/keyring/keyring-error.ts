import { loggable } from '#kernel/logging/loggable.ts';

/**
 * What can be wrong with keys. Messages are for the operator and the log: they name files, organisations and key ids, never a
 * key or anything sealed.
 */
export abstract class KeyringError extends Error {
  readonly [loggable] = true;
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** The master key is not where it should be, and a new one would open nothing that exists. */
export class MasterKeyMissing extends KeyringError {
  readonly code = 'keyring.master_key_missing';
}

/** The file is there but does not hold 32 bytes in base64. */
export class MasterKeyDamaged extends KeyringError {
  readonly code = 'keyring.master_key_damaged';
}

/** The file holds a well-formed key, but another one than this keyring was made with. */
export class MasterKeyWrong extends KeyringError {
  readonly code = 'keyring.master_key_wrong';
}

/** Other users of the machine may read or change the keys. */
export class KeysTooOpen extends KeyringError {
  readonly code = 'keyring.too_open';
}

/** `keyring.json` or an organisation's file cannot be trusted as it is. It is never repaired by guessing. */
export class KeyFileDamaged extends KeyringError {
  readonly code = 'keyring.file_damaged';
}

/** The organisation has no keys here: they were never made, or the folder is not the one that goes with the database. */
export class OrganisationKeysMissing extends KeyringError {
  readonly code = 'keyring.organisation_missing';
}

/** The organisation's keys were destroyed on purpose; what they sealed is gone for good. */
export class KeyDestroyed extends KeyringError {
  readonly code = 'keyring.destroyed';
}

/** A sealed value was changed, moved to another place, or sealed with a key that is not here. */
export class SealBroken extends KeyringError {
  readonly code = 'keyring.seal_broken';
}
