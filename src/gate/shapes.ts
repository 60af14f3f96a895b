import { z } from 'zod';

/** An id of Valv: a UUID in its usual lower-case form. */
export const Id = z.uuid().lowercase();

/** An instant as it leaves the API: RFC 3339 in UTC. Dates of the database are accepted and written so. */
export const Instant = z
  .union([z.date().transform((date) => date.toISOString()), z.iso.datetime()])
  .pipe(z.iso.datetime());

/** Text that a person wrote: trimmed, without control characters but line breaks and tabs. */
export const plainText = (lengthMax: number, lengthMin = 1) =>
  z
    .string()
    .trim()
    .min(lengthMin)
    .max(lengthMax)
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'field.control_characters');

/** How many rows a page of a list has. */
export const PageSize = z.coerce.number().int().min(1).max(200).default(50);

/** Where the next page begins: opaque, and good for the same list and organisation only. */
export const Cursor = z.string().max(2_000);
