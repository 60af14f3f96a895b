export { createAccount } from './account.ts';
export { Slug } from './contract.ts';
export { createFirstOperator } from './first-operator.ts';
export { newInvitationToken } from './invitation.ts';
export { joinOrganisation } from './membership.ts';
export { createSignInLinkFor } from './sign-in-link.ts';
