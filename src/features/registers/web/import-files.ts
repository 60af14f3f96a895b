// The file that an import was staged from stays with the page, so that reading it in another way asks nobody to find it again.
// The server keeps its rows, not the file.

/** As large as the contract takes. */
export const FILE_MAX_BYTES = 20_000_000;
export const FILE_TYPES = ['.csv', '.tsv', '.txt', '.xlsx', 'text/csv'];

const files = new Map<string, File>();

export const keepFile = (id: string, file: File): void => {
  files.clear();
  files.set(id, file);
};

export const keptFile = (id: string): File | undefined => files.get(id);
