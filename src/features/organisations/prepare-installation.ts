import type { Gate } from '#gate/gate.ts';
import { createSystemRoles } from './open-organisation.ts';

/** The installation's own organisation, its address and its role: made at the first start, left alone at every other. */
export async function prepareInstallation(gate: Gate): Promise<{ isNew: boolean }> {
  await gate.keyring.createOrganisation(gate.installation);
  const as = { actor: 'command:start', organisation: gate.installation, action: 'installation.prepared' };
  return gate.runAs(as, async (context) => {
    const { db, organisation } = context;
    const inserted = await db
      .insertInto('organisations')
      .values({ organisation_id: organisation, name: 'Valv', language: context.language })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return { isNew: false };
    await db
      .selectNoFrom((eb) => eb.fn('valv.claim_address', [eb.val(organisation), eb.val('drift')]).as('claimed'))
      .execute();
    await createSystemRoles(context, ['operator', 'auditor']);
    return { isNew: true };
  });
}
