import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { permissions } from '#gate/permissions.ts';
import { Id, Instant, PageSize, plainText } from '#gate/shapes.ts';

const Permissions = z.array(z.enum(permissions)).max(permissions.length);
const RoleIds = z.array(Id).min(1).max(20);

export const Role = z.object({
  id: Id,
  /** Set for a role that comes with the program; its name is then translated by the page. */
  code: z.string().nullable(),
  name: z.string(),
  permissions: Permissions,
  memberCount: z.number().int(),
});

export const listRoles = contract({
  action: 'role.listed',
  method: 'GET',
  path: '/organisations/{organisation}/roles',
  summary: 'The roles of the organisation',
  access: { permission: 'organisation.read' },
  output: z.object({ roles: z.array(Role) }),
});

const RoleDraft = z.strictObject({ name: plainText(100), permissions: Permissions });

export const createRole = contract({
  action: 'role.created',
  method: 'POST',
  path: '/organisations/{organisation}/roles',
  summary: 'Makes a role of one’s own; nobody gives a permission they lack',
  access: { permission: 'role.write' },
  body: RoleDraft,
  output: Role,
  status: 201,
  errors: ['role.name_taken', 'role.beyond_own', 'role.too_many'],
});

export const changeRole = contract({
  action: 'role.changed',
  method: 'PUT',
  path: '/organisations/{organisation}/roles/{role}',
  summary: 'Changes a role of one’s own making; takes effect at its members’ next call (P21)',
  access: { permission: 'role.write' },
  params: z.object({ role: Id }),
  target: 'role',
  body: RoleDraft,
  output: Role,
  errors: ['role.name_taken', 'role.beyond_own', 'role.is_of_the_program'],
});

export const removeRole = contract({
  action: 'role.removed',
  method: 'DELETE',
  path: '/organisations/{organisation}/roles/{role}',
  summary: 'Removes a role that no member has',
  access: { permission: 'role.write' },
  params: z.object({ role: Id }),
  target: 'role',
  status: 204,
  errors: ['role.is_of_the_program', 'role.in_use'],
});

export const Member = z.object({
  id: Id,
  accountId: Id,
  displayName: z.string(),
  status: z.enum(['active', 'suspended']),
  roleIds: z.array(Id),
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
});

export const listMembers = contract({
  action: 'member.listed',
  method: 'GET',
  path: '/organisations/{organisation}/members',
  summary: 'Who belongs to the organisation',
  access: { permission: 'member.read' },
  query: z.strictObject({ after: Id.optional(), limit: PageSize }),
  output: z.object({ members: z.array(Member), next: Id.nullable() }),
});

export const listMemberNames = contract({
  action: 'member.names_listed',
  method: 'GET',
  path: '/organisations/{organisation}/member-names',
  summary: 'What members are called, for fields and comments that name one; the first thousand',
  access: { permission: 'record.read' },
  output: z.object({
    members: z.array(
      z.object({
        id: Id,
        name: z.string(),
        /** False for one whom a mention would not reach: their roles do not let them read records. */
        mayReadRecords: z.boolean(),
      }),
    ),
  }),
});

export const changeMember = contract({
  action: 'member.changed',
  method: 'PATCH',
  path: '/organisations/{organisation}/members/{member}',
  summary: 'Changes a member’s roles, name or status; takes effect at their next call (P21)',
  access: { permission: 'member.write' },
  params: z.object({ member: Id }),
  target: 'member',
  body: z.strictObject({
    displayName: plainText(200).optional(),
    status: z.enum(['active', 'suspended']).optional(),
    roleIds: RoleIds.optional(),
  }),
  output: Member,
  errors: ['member.last_owner', 'role.beyond_own'],
});

export const removeMember = contract({
  action: 'member.removed',
  method: 'DELETE',
  path: '/organisations/{organisation}/members/{member}',
  summary: 'Ends a membership; the account and its other memberships stay (P23)',
  access: { permission: 'member.write' },
  params: z.object({ member: Id }),
  target: 'member',
  status: 204,
  errors: ['member.last_owner', 'role.beyond_own'],
});

export const Invitation = z.object({
  id: Id,
  note: z.string(),
  roleIds: z.array(Id),
  status: z.enum(['open', 'accepted', 'revoked', 'expired']),
  expiresAt: Instant,
  createdAt: Instant,
});

export const listInvitations = contract({
  action: 'invitation.listed',
  method: 'GET',
  path: '/organisations/{organisation}/invitations',
  summary: 'Invitations, newest first',
  access: { permission: 'member.read' },
  output: z.object({ invitations: z.array(Invitation) }),
});

export const createInvitation = contract({
  action: 'invitation.created',
  method: 'POST',
  path: '/organisations/{organisation}/invitations',
  summary: 'Makes a single-use invitation; its token is shown this once',
  access: { permission: 'member.write' },
  body: z.strictObject({
    note: plainText(200, 0).default(''),
    roleIds: RoleIds,
    validDays: z.number().int().min(1).max(30).default(7),
  }),
  output: z.object({ invitation: Invitation, token: z.string() }),
  status: 201,
  errors: ['role.beyond_own'],
});

export const revokeInvitation = contract({
  action: 'invitation.revoked',
  method: 'DELETE',
  path: '/organisations/{organisation}/invitations/{invitation}',
  summary: 'Revokes an invitation that nobody has accepted',
  access: { permission: 'member.write' },
  params: z.object({ invitation: Id }),
  target: 'invitation',
  status: 204,
  errors: ['invitation.is_accepted'],
});

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  membershipId: Id,
  permissions: Permissions,
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  createdAt: Instant,
});

export const listApiKeys = contract({
  action: 'api_key.listed',
  method: 'GET',
  path: '/organisations/{organisation}/api-keys',
  summary: 'The organisation’s API keys, without their secrets',
  access: { permission: 'api_key.write' },
  output: z.object({ apiKeys: z.array(ApiKey) }),
});

export const createApiKey = contract({
  action: 'api_key.created',
  method: 'POST',
  path: '/organisations/{organisation}/api-keys',
  summary: 'Makes a key that acts for its maker, with at most the maker’s permissions; shown this once',
  access: { permission: 'api_key.write' },
  body: z.strictObject({
    name: plainText(100),
    permissions: Permissions.min(1),
    validDays: z.number().int().min(1).max(365),
  }),
  output: z.object({ apiKey: ApiKey, key: z.string() }),
  status: 201,
  errors: ['role.beyond_own'],
});

export const revokeApiKey = contract({
  action: 'api_key.revoked',
  method: 'DELETE',
  path: '/organisations/{organisation}/api-keys/{apiKey}',
  summary: 'Revokes a key; its next call is refused (P21)',
  access: { permission: 'api_key.write' },
  params: z.object({ apiKey: Id }),
  target: 'apiKey',
  status: 204,
});
