import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant, plainText } from '#gate/shapes.ts';

export const Slug = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'field.slug');
/** Never with an @: one signs in with user name or e-mail, and no user name may pass for somebody's e-mail. */
export const UserName = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(100)
  .regex(/^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?$/, 'field.user_name');
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** 15 characters where it is the only factor (NIST SP 800-63B-4); an organisation's own rules come with P01 and P02. */
export const NewPassword = z.string().min(15).max(256);
const Token = z.string().min(20).max(200);
const Language = z.enum(['sv', 'en']);

export const OwnOrganisation = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  isInstallation: z.boolean(),
  isDemonstration: z.boolean(),
});
export const SignedIn = z.object({
  account: z.object({
    id: Id,
    userName: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    language: Language,
    hasPassword: z.boolean(),
  }),
  session: z.object({ id: Id, signedInAt: Instant, expiresAt: Instant }),
  organisations: z.array(OwnOrganisation),
});
export type SignedIn = z.output<typeof SignedIn>;

export const signIn = contract({
  action: 'session.signed_in',
  method: 'POST',
  path: '/sign-ins',
  summary: "Signs in with user name or e-mail and password at an organisation's own address (P15)",
  access: { open: 'this is how one becomes somebody' },
  body: z.strictObject({
    organisation: Slug,
    userName: z.string().trim().toLowerCase().min(1).max(254),
    password: z.string().min(1).max(256),
  }),
  output: SignedIn,
  status: 201,
  errors: ['sign_in.refused'],
  refusals: [401],
  limits: { isCostly: true, perMinute: 30, bodyBytes: 4_000 },
});

export const signInByLink = contract({
  action: 'session.signed_in_by_link',
  method: 'POST',
  path: '/sign-in-links/uses',
  summary: 'Signs in with a single-use link that the machine itself printed',
  access: { open: 'the link is the proof' },
  body: z.strictObject({ token: Token }),
  output: SignedIn,
  status: 201,
  errors: ['link.refused'],
  refusals: [401],
  limits: { perMinute: 30, bodyBytes: 4_000 },
});

export const readAddress = contract({
  action: 'address.read',
  method: 'GET',
  path: '/addresses/{slug}',
  summary: 'The name of the organisation that signs in at this address',
  access: { open: 'the sign-in page shows whose it is' },
  params: z.object({ slug: Slug }),
  output: z.object({ slug: z.string(), name: z.string(), language: Language }),
  limits: { perMinute: 120 },
});

export const readSession = contract({
  action: 'session.read',
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in, and in which organisations',
  access: { account: 'one reads who one is' },
  output: SignedIn,
  isActivity: false,
});

export const signOut = contract({
  action: 'session.signed_out',
  method: 'DELETE',
  path: '/session',
  summary: 'Ends this session',
  access: { account: 'one ends one’s own session' },
  status: 204,
});

export const listSessions = contract({
  action: 'session.listed',
  method: 'GET',
  path: '/sessions',
  summary: 'One’s own sessions that are still open',
  access: { account: 'one sees one’s own sessions' },
  output: z.object({
    sessions: z.array(
      z.object({
        id: Id,
        device: z.string(),
        createdAt: Instant,
        lastSeenAt: Instant,
        expiresAt: Instant,
        isThis: z.boolean(),
      }),
    ),
  }),
});

export const endSession = contract({
  action: 'session.ended',
  method: 'DELETE',
  path: '/sessions/{session}',
  summary: 'Ends one of one’s own sessions',
  access: { account: 'one ends one’s own sessions' },
  params: z.object({ session: Id }),
  target: 'session',
  status: 204,
});

export const changeAccount = contract({
  action: 'account.changed',
  method: 'PATCH',
  path: '/account',
  summary: 'Changes one’s own name, e-mail or language',
  access: { account: 'one changes one’s own profile' },
  body: z.strictObject({
    displayName: plainText(200).optional(),
    email: Email.nullable().optional(),
    language: Language.optional(),
  }),
  output: SignedIn.shape.account,
  errors: ['account.email_taken'],
});

export const changePassword = contract({
  action: 'account.password_changed',
  method: 'PUT',
  path: '/account/password',
  summary: 'Sets a new password; ends one’s other sessions',
  access: { account: 'one changes one’s own password' },
  body: z.strictObject({ current: z.string().max(256).optional(), password: NewPassword }),
  status: 204,
  errors: ['password.current_wrong', 'password.sign_in_again', 'password.too_common'],
  limits: { isCostly: true, perMinute: 20, bodyBytes: 4_000 },
});

export const readInvitation = contract({
  action: 'invitation.read',
  method: 'POST',
  path: '/invitations/views',
  summary: 'What an invitation is to; a POST, so that its token stands in no address',
  access: { open: 'the invitation is the proof' },
  body: z.strictObject({ token: Token }),
  output: z.object({
    organisation: z.object({ name: z.string(), slug: z.string(), language: Language }),
    /** A role with a code comes with the program: its name is translated by the page. */
    roles: z.array(z.object({ code: z.string().nullable(), name: z.string() })),
    expiresAt: Instant,
  }),
  errors: ['invitation.refused'],
  refusals: [404],
  limits: { perMinute: 60, bodyBytes: 4_000 },
});

export const acceptInvitation = contract({
  action: 'invitation.accepted',
  method: 'POST',
  path: '/invitations/acceptances',
  summary: 'Joins an organisation: with the account one is signed in to, or with a new one',
  access: { open: 'the invitation is the proof' },
  body: z.strictObject({
    token: Token,
    account: z
      .strictObject({
        userName: UserName,
        displayName: plainText(200),
        email: Email.nullable().default(null),
        password: NewPassword,
        language: Language.default('sv'),
      })
      .optional(),
  }),
  output: SignedIn,
  status: 201,
  errors: [
    'invitation.refused',
    'account.user_name_taken',
    'account.email_taken',
    'invitation.already_member',
    'password.too_common',
  ],
  refusals: [401, 404],
  limits: { isCostly: true, perMinute: 30, bodyBytes: 8_000 },
});
