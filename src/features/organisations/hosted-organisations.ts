import { sql } from 'kysely';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { storeInvitation } from '#features/access/index.ts';
import type {
  createHostedOrganisation as createContract,
  listHostedOrganisations as listContract,
} from './contract.ts';
import { openOrganisation } from './open-organisation.ts';

/** How long the first owner has to accept. */
const invitationDays = 7;

interface Row {
  organisation_id: string;
  slug: string;
  name: string;
  status: string;
  is_demonstration: boolean;
  member_count: number;
  created_at: Date;
}

/** The operator's customers by address, without the installation itself. */
export async function listHostedOrganisations(
  context: Context,
  { query }: Input<typeof listContract>,
): Promise<Output<typeof listContract>> {
  // One more than asked for tells whether there is a next page.
  const { rows } = await sql<Row>`select * from valv.list_organisations(${query.after}, ${query.limit + 1})`.execute(
    context.db,
  );
  const page = rows.slice(0, query.limit);
  context.note({ rows: page.length });
  return {
    organisations: page.map((row) => ({
      id: row.organisation_id,
      slug: row.slug,
      name: row.name,
      status: row.status === 'closed' ? 'closed' : 'open',
      isDemonstration: row.is_demonstration,
      memberCount: row.member_count,
      createdAt: row.created_at,
    })),
    next: rows.length > page.length ? (page.at(-1)?.slug ?? null) : null,
  };
}

/**
 * P26: an organisation is rows and a key file, so it is there when the answer is. The operator does not become its member;
 * they get the one token by which its first owner comes in.
 */
export async function createHostedOrganisation(
  context: Context,
  { body }: Input<typeof createContract>,
): Promise<Output<typeof createContract>> {
  const { id, result } = await openOrganisation(context, body, async (inside, roles) => {
    const owner = roles.get('owner');
    if (owner === undefined) throw new Error('an organisation was opened without the role of owner');
    // Made by nobody who is a member, so it does not end with anybody's membership.
    return storeInvitation(inside, { roleIds: [owner], note: '', validDays: invitationDays, madeBy: null });
  });
  context.note({ target: id });
  const { name, slug } = body;
  return {
    organisation: { id, slug, name, status: 'open', isDemonstration: false, memberCount: 0, createdAt: context.now },
    invitation: { token: result.token, expiresAt: result.expiresAt },
  };
}
