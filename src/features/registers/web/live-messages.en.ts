import type { sv } from './live-messages.sv.ts';

export const en: typeof sv = {
  notFollowing: 'Changes by others are not shown at the moment. What stands here is read again when it can be.',
  changedBy: (who) => `${who} has changed this record`,
  changedByYou: 'You have changed this record in another window',
  changedBySomebody: 'This record has been changed by somebody else',
  changedText: 'What you have written is kept, and nothing is overwritten unless you choose so.',
  trashedBy: (who) => `${who} has moved this record to the trash`,
  trashedByYou: 'You have moved this record to the trash in another window',
  trashedBySomebody: 'This record has been moved to the trash by somebody else',
  trashedText: 'What you have written is kept, but cannot be saved until the record is taken back.',
  showSides: 'Show the change',
  keepMine: 'Keep mine',
  formFollows: 'The form shows the record as it is now.',
};
