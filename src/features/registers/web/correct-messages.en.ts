import type { sv } from './correct-messages.sv.ts';

export const en: typeof sv = {
  correctRow: 'Correct row',
  correctTitle: (row) => `Correct row ${row}`,
  correctTitleOf: (row, at, of) => `Correct row ${row} (${at} of ${of})`,
  correctElsewhere: 'The file has no column for it, so it cannot be put right here.',
  cellKept: 'Hidden. Leave empty to keep it as it is.',
  saveRow: 'Save',
  saveAndNext: 'Save and next',
  skipRow: 'Skip',
  saveAndRetry: 'Save and try again',
  retryAll: 'Try all failed rows again',
};
