/** The kind of file that an export made: `record.exported_xlsx` → `XLSX`. */
export const exportWords = (action: string): string => action.replace(/^.*_/, '').toUpperCase();
