import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { notFound } from '#kernel/errors/problem.ts';
import type { readAddress as contract } from './contract.ts';

/** The name of the open organisation that signs in at an address; a closed one and none are the same. */
export async function readAddress(
  context: Context,
  { params }: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  const found = await context.db
    .selectFrom('organisation_addresses as a')
    .innerJoin('organisations as o', 'o.organisation_id', 'a.organisation_id')
    .select(['a.slug', 'o.name', 'o.language'])
    .where('a.slug', '=', params.slug)
    .where('o.status', '=', 'open')
    .executeTakeFirst();
  if (!found) throw notFound();
  return { slug: found.slug, name: found.name, language: found.language === 'en' ? 'en' : 'sv' };
}
