import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Register } from '#features/registers/index.ts';

const Both = z.object({ sv: z.string(), en: z.string() });

export const listTemplates = contract({
  action: 'template.listed',
  method: 'GET',
  path: '/organisations/{organisation}/templates',
  summary: 'The templates that come with the program, and which of their registers the organisation has',
  access: { permission: 'register.write' },
  output: z.object({
    templates: z.array(
      z.object({
        key: z.string(),
        name: Both,
        about: Both,
        registers: z.array(
          z.object({
            key: z.string(),
            name: Both,
            about: Both,
            subject: Register.shape.subject,
            fieldCount: z.number().int(),
            views: z.array(Both),
            /** The organisation has a register with this key; it is left as it is. */
            isThere: z.boolean(),
          }),
        ),
      }),
    ),
  }),
});

export const makeFromTemplate = contract({
  action: 'template.used',
  method: 'POST',
  path: '/organisations/{organisation}/templates/{template}/registers',
  summary: 'Makes those of the template’s registers that are not there, with their views, all or none',
  access: { permission: 'register.write' },
  params: z.object({ template: z.string().max(40) }),
  /** The template's registers in its order, and the keys of those that were made now. */
  output: z.object({ registers: z.array(Register), made: z.array(z.string()) }),
  errors: ['template.other_subject'],
});
