import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Instant } from '#gate/shapes.ts';

const InBothLanguages = z.object({ sv: z.string(), en: z.string() });

export const PromiseView = z.object({
  id: z.string(),
  theme: z.string(),
  themeTitle: InBothLanguages,
  kind: z.enum(['measured', 'configured', 'attested']),
  text: InBothLanguages,
  shownBy: InBothLanguages,
  state: z.enum(['kept', 'configured', 'attested', 'at_risk', 'not_yet']),
  reason: z.string().nullable(),
  /** The last proof, where there is one. */
  proof: z
    .object({
      outcome: z.enum(['passed', 'failed']),
      at: Instant,
      expiresAt: Instant,
      shownBy: z.string(),
      evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    })
    .nullable(),
});
export type PromiseView = z.output<typeof PromiseView>;

export const listPromises = contract({
  action: 'promise.listed',
  method: 'GET',
  path: '/promises',
  summary: 'Every promise with its state and its last proof',
  access: { open: 'the policy is public' },
  output: z.object({ promises: z.array(PromiseView) }),
  isActivity: false,
  limits: { perMinute: 240 },
});
