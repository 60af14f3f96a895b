import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { permissions } from '#gate/permissions.ts';
import { Id, Instant, PageSize, plainText } from '#gate/shapes.ts';
import { Slug } from '#features/identity/index.ts';

const Language = z.enum(['sv', 'en']);

export const Organisation = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  language: Language,
  isDemonstration: z.boolean(),
  isInstallation: z.boolean(),
  /** What the reader may do here. Pages show and hide by it; the gate decides by its own. */
  me: z.object({ membershipId: Id.nullable(), permissions: z.array(z.enum(permissions)), roleIds: z.array(Id) }),
});

export const readOrganisation = contract({
  action: 'organisation.read',
  method: 'GET',
  path: '/organisations/{organisation}',
  summary: 'The organisation, and what the reader may do in it',
  access: { permission: 'organisation.read' },
  output: Organisation,
});

export const changeOrganisation = contract({
  action: 'organisation.changed',
  method: 'PATCH',
  path: '/organisations/{organisation}',
  summary: 'Changes name or language',
  access: { permission: 'organisation.write' },
  body: z.strictObject({ name: plainText(200).optional(), language: Language.optional() }),
  output: Organisation,
});

export const HostedOrganisation = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  status: z.enum(['open', 'closed']),
  isDemonstration: z.boolean(),
  memberCount: z.number().int(),
  createdAt: Instant,
});

export const listHostedOrganisations = contract({
  action: 'installation.organisations_listed',
  method: 'GET',
  path: '/organisations/{organisation}/hosted-organisations',
  summary: 'The operator’s list of customers: names, addresses and counts of members, nothing that they keep',
  access: { permission: 'installation.operate' },
  query: z.strictObject({ after: z.string().max(63).default(''), limit: PageSize }),
  output: z.object({ organisations: z.array(HostedOrganisation), next: z.string().nullable() }),
});

export const createHostedOrganisation = contract({
  action: 'organisation.created',
  method: 'POST',
  path: '/organisations/{organisation}/hosted-organisations',
  summary: 'Opens an organisation and gives a single-use invitation for its first owner (P26)',
  access: { permission: 'installation.operate' },
  body: z.strictObject({ name: plainText(200), slug: Slug, language: Language.default('sv') }),
  output: z.object({
    organisation: HostedOrganisation,
    invitation: z.object({ token: z.string(), expiresAt: Instant }),
  }),
  status: 201,
  errors: ['organisation.slug_taken'],
});
