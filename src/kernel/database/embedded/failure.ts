// What can go wrong before a database answers. Read by an operator in a terminal, so the message names the folder and the way out.

export type EmbeddedFailureCode =
  | 'embedded.package_missing'
  | 'embedded.binaries_broken'
  | 'embedded.user_missing'
  | 'embedded.no_permission'
  | 'embedded.disk_full'
  | 'embedded.version_differs'
  | 'embedded.database_lost'
  | 'embedded.initialisation_failed'
  | 'embedded.served_elsewhere'
  | 'embedded.start_failed';

/** The embedded server cannot start; `message` says in which folder and what to do about it. */
export class EmbeddedFailure extends Error {
  override readonly name = 'EmbeddedFailure';
  readonly code: EmbeddedFailureCode;

  constructor(code: EmbeddedFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Another living Valv process owns the data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  readonly processId: number;
  readonly dataFolder: string;

  constructor(processId: number, dataFolder: string) {
    super(
      `Valv already runs with the data folder ${dataFolder} (process ${processId}). Stop it first, or name another data folder.`,
    );
    this.processId = processId;
    this.dataFolder = dataFolder;
  }
}

/** Turns what a PostgreSQL program printed into the failure an operator can act on. */
export function explain(fallback: EmbeddedFailureCode, doing: string, folder: string, output: string): EmbeddedFailure {
  const said = output.trim().split('\n').slice(-8).join('\n');
  if (/No space left on device|Disk quota exceeded|Check free disk space|wrote only \d+ of \d+ bytes/i.test(output)) {
    return new EmbeddedFailure(
      'embedded.disk_full',
      `The disk that holds ${folder} is full (${doing}). Free some space and start again; nothing is lost.\n${said}`,
    );
  }
  if (/Permission denied|Operation not permitted|Read-only file system/i.test(output)) {
    return new EmbeddedFailure(
      'embedded.no_permission',
      `No permission in ${folder} (${doing}). Let the user that runs PostgreSQL own it, or name another data folder.\n${said}`,
    );
  }
  return new EmbeddedFailure(fallback, `${doing} failed in ${folder}:\n${said || 'no output'}`);
}

/** A file system error of Node, as the failure an operator can act on. */
export function explainFileError(doing: string, folder: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return explain('embedded.disk_full', doing, folder, 'No space left on device');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return explain('embedded.no_permission', doing, folder, `Permission denied: ${(error as Error).message}`);
  }
  return error;
}
