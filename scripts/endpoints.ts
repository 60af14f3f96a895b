import { type Contract } from '#gate/contract.ts';

function accessOf({ access }: Contract): string {
  if ('permission' in access) return access.permission;
  return 'account' in access ? `signed in: ${access.account}` : `open: ${access.open}`;
}

/** Every endpoint with who may call it: in docs/endpoints.txt an unguarded one is a diff that nobody overlooks. */
export const listEndpoints = (contracts: readonly Contract[]) =>
  contracts
    .map((contract) => `${contract.method} ${contract.path} — ${accessOf(contract)} — ${contract.action}\n`)
    .sort()
    .join('');
