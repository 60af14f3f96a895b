/** Texts of putting rows of an import right. */
export const sv = {
  correctRow: 'Rätta rad',
  correctTitle: (row: number) => `Rätta rad ${row}`,
  correctTitleOf: (row: number, at: string, of: string) => `Rätta rad ${row} (${at} av ${of})`,
  correctElsewhere: 'Filen har ingen kolumn för det, så det går inte att rätta här.',
  cellKept: 'Dold. Lämna tomt för att behålla den som den är.',
  saveRow: 'Spara',
  saveAndNext: 'Spara och nästa',
  skipRow: 'Hoppa över',
  saveAndRetry: 'Spara och försök igen',
  retryAll: 'Försök igen med alla',
};
