import { bind, type Binding } from '#gate/gate.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { changeMember, removeMember } from './change-member.ts';
import * as contract from './contract.ts';
import { createInvitation, listInvitations, revokeInvitation } from './invitations.ts';
import { listMemberNames } from './member-names.ts';
import { listMembers } from './members.ts';
import { changeRole, createRole, listRoles, removeRole } from './roles.ts';

export const bindings: Binding[] = [
  bind(contract.listRoles, listRoles),
  bind(contract.createRole, createRole),
  bind(contract.changeRole, changeRole),
  bind(contract.removeRole, removeRole),
  bind(contract.listMembers, listMembers),
  bind(contract.listMemberNames, listMemberNames),
  bind(contract.changeMember, changeMember),
  bind(contract.removeMember, removeMember),
  bind(contract.listInvitations, listInvitations),
  bind(contract.createInvitation, createInvitation),
  bind(contract.revokeInvitation, revokeInvitation),
  bind(contract.listApiKeys, listApiKeys),
  bind(contract.createApiKey, createApiKey),
  bind(contract.revokeApiKey, revokeApiKey),
];
