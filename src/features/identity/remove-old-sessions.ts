import type { Context } from '#gate/context.ts';

/** Ended sessions and used links are kept for so long, for who looks into an incident; the journal remembers longer, without the device. */
const keptDays = 30;

/** Removes sessions and links that are of no more use. */
export async function removeOldSessions(context: Context): Promise<void> {
  const before = new Date(context.now.getTime() - keptDays * 86_400_000);
  const sessions = await context.db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('ended_at', '<', before), eb('expires_at', '<', before)]))
    .executeTakeFirst();
  const links = await context.db.deleteFrom('sign_in_links').where('expires_at', '<', before).executeTakeFirst();
  context.note({ rows: Number(sessions.numDeletedRows + links.numDeletedRows) });
}
