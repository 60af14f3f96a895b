// What the records of a demonstration are made of: rows as people write them, by register, the same for the same day.

/** Values as they are written, by field key; what is left out is empty. */
export type Row = Readonly<Record<string, string>>;

export interface Rows {
  register: string;
  rows: readonly Row[];
}

export interface Plot {
  /** The day the organisation was made. What is due, late or coming is told from it. */
  today: string;
  /** The id that a record of a register has, by its place among the rows. */
  id(register: string, index: number): string;
  /** Ids of memberships, for who is responsible. */
  members: readonly string[];
}

/** Not in a loop of thousands by Temporal: a date is a number here. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const two = (number: number) => String(number).padStart(2, '0');

/** An hour of a day, as it is written where the installation is. */
export const hourOf = (day: string, hour: number, minute = 0): string => `${day} ${two(hour)}:${two(minute)}`;

/** The row without what is empty. */
export const filled = (row: Readonly<Record<string, string | number | undefined>>): Row =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, String(value)]])),
  );
