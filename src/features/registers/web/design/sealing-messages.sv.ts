/** Texts of what was sealed, and of what had left by then. */
export const sv = {
  exportedBefore: (count: number, written: string) =>
    count === 1
      ? 'Fältet har lämnat Valv i en exporterad fil, där värdena står i klartext'
      : `Fältet har lämnat Valv i ${written} exporterade filer, där värdena står i klartext`,
  exports: 'Exporterade filer',
  formats: { csv: 'CSV', xlsx: 'Excel', json: 'JSON' },
  records: (count: number, written: string) => (count === 1 ? '1 post' : `${written} poster`),
  brokeOff: 'avbröts',
  mayHaveHeld: 'kan ha haft med fältet',
  gone: 'Någon som inte längre är medlem',
  selectedBy: (what: string) => `urval: ${what}`,
  words: (count: number) => (count === 1 ? 'ett sökord' : `${count} sökord`),
  older: (count: number, written: string) => (count === 1 ? 'och en äldre fil' : `och ${written} äldre filer`),
  waiting: (fields: string) => `${fields}: posterna förseglas`,
  running: (fields: string, all: number, seen: string, written: string) =>
    all === 0
      ? `${fields}: tidigare värden förseglas strax`
      : `${fields}: tidigare värden förseglas. ${seen} av ${written} händelser i journalen är genomgångna`,
  done: (fields: string, count: number, written: string) =>
    count === 0
      ? `${fields}: förseglat. Journalen hade inga tidigare värden`
      : count === 1
        ? `${fields}: förseglat, med tidigare värden i en händelse i journalen`
        : `${fields}: förseglat, med tidigare värden i ${written} händelser i journalen`,
};
