import { z } from 'zod';
import { ChangedKind } from '#gate/announcement.ts';
import { contract } from '#gate/contract.ts';
import { Id } from '#gate/shapes.ts';
import { InRegister, ofRegister } from './contract-parts.ts';

export const RegisterEvent = z.object({
  /** Something may have been missed: everything that was read of the register is worth reading again. */
  isEverything: z.boolean(),
  changes: z.array(
    z.object({
      kind: ChangedKind,
      /** Which records, and the versions they then had (of `records` alone); null when they are many, or when it is about none. */
      records: z.array(z.object({ id: Id, version: z.number().int().nullable() })).nullable(),
      /** Null for the machine, for a program, and for several at once. */
      by: z.object({ id: Id, name: z.string() }).nullable(),
    }),
  ),
});
export type RegisterEvent = z.output<typeof RegisterEvent>;

export const followRegister = contract({
  action: 'register.followed',
  method: 'GET',
  path: `${ofRegister}/events`,
  summary: 'What of a register has just been changed, as it happens: server-sent events, without any values',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  stream: 'text/event-stream',
  event: RegisterEvent,
  errors: ['events.too_many'],
  isActivity: false,
});
