/**
 * The installation's time zone (VALV_TIME_ZONE), as the server writes it into the page: a time means the same to everybody who
 * reads it, wherever they are. Without it, in development, the browser's own.
 */
export const timeZone =
  globalThis.document?.querySelector<HTMLMetaElement>('meta[name="valv-time-zone"]')?.content ||
  Intl.DateTimeFormat().resolvedOptions().timeZone;

const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone });

/** The day of an instant in that zone, YYYY-MM-DD, as Swedish writes it. */
export const dayOf = (at: Date): string => calendar.format(at);
