/** Words for what others do at the same time. */
export const sv = {
  notFollowing: 'Andras ändringar visas inte just nu. Det som står här läses om när det går igen.',
  changedBy: (who: string) => `${who} har ändrat posten`,
  changedByYou: 'Du har ändrat posten i ett annat fönster',
  changedBySomebody: 'Posten har ändrats av någon annan',
  changedText: 'Det du har skrivit är kvar, och inget skrivs över utan att du väljer det.',
  trashedBy: (who: string) => `${who} har flyttat posten till papperskorgen`,
  trashedByYou: 'Du har flyttat posten till papperskorgen i ett annat fönster',
  trashedBySomebody: 'Posten har flyttats till papperskorgen av någon annan',
  trashedText: 'Det du har skrivit är kvar men kan inte sparas förrän posten är återställd.',
  showSides: 'Visa ändringen',
  keepMine: 'Behåll mitt',
  formFollows: 'Formuläret visar posten som den är nu.',
};
