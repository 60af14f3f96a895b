import { randomUUIDv7 } from 'node:crypto';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { changeAccount as changeContract } from './contract.ts';
import { hashPassword } from './password.ts';
import { ownIds, readAccount } from './signed-in.ts';

export interface AccountDraft {
  /** Made by the caller when the id must be known before the account is there. */
  id?: string;
  /** Lower case, without @; unique across organisations, as the e-mail is. */
  userName: string;
  displayName: string;
  email?: string | null;
  language?: 'sv' | 'en';
  /** Without one the account signs in by link only. Not judged here: a contract does that before it comes here. */
  password?: string;
  /** Made up, and removed with the demonstration. */
  isDemonstration?: boolean;
}

/** Unique names become refusals at the field they came from, so a form can show them there. */
function takenProblem(error: unknown, path: string): unknown {
  const taken = (code: string, field: string, fieldCode: string) =>
    new Problem(409, code, { fields: [{ path: `${path}.${field}`, code: fieldCode }], cause: error });
  if (isDuplicate(error, 'accounts_user_name_key'))
    return taken('account.user_name_taken', 'userName', 'field.user_name_taken');
  if (isDuplicate(error, 'accounts_email_key')) return taken('account.email_taken', 'email', 'field.email_taken');
  return error;
}

/**
 * Makes an account, in no organisation yet; in a unit of work of identity's own database role. Its change entry is in the
 * installation's journal. `path` is where a refusal points.
 */
export async function createAccount(context: Context, draft: AccountDraft, path = 'body'): Promise<{ id: string }> {
  const id = draft.id ?? randomUUIDv7();
  const hash = draft.password === undefined ? null : await hashPassword(context.keyring, draft.password);
  try {
    await context.db
      .insertInto('accounts')
      .values({
        id,
        user_name: draft.userName,
        display_name: draft.displayName,
        email: draft.email ?? null,
        language: draft.language ?? 'sv',
        password_hash: hash,
        password_set_at: hash === null ? null : context.now,
        created_at: context.now,
        is_demonstration: draft.isDemonstration ?? false,
      })
      .execute();
  } catch (error) {
    throw takenProblem(error, path);
  }
  return { id };
}

/** Changes one's own name, e-mail or language. The names that organisations know one by stay theirs. */
export async function changeAccount(
  context: Context,
  { body }: Input<typeof changeContract>,
): Promise<Output<typeof changeContract>> {
  const { accountId } = ownIds(context);
  const change = {
    ...(body.displayName !== undefined && { display_name: body.displayName }),
    ...(body.email !== undefined && { email: body.email }),
    ...(body.language !== undefined && { language: body.language }),
  };
  if (Object.keys(change).length > 0) {
    try {
      await context.db.updateTable('accounts').set(change).where('id', '=', accountId).execute();
    } catch (error) {
      throw takenProblem(error, 'body');
    }
  }
  context.note({ target: accountId });
  return readAccount(context, accountId);
}
