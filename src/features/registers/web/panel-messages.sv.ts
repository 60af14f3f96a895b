/** Words of the record's panel, beside what it shares with the table. */
export const sv = {
  comments: 'Kommentarer',
  previous: (key: string | undefined) => `Föregående post${key === undefined ? '' : ` (${key})`}`,
  next: (key: string | undefined) => `Nästa post${key === undefined ? '' : ` (${key})`}`,
};
