import { useSyncExternalStore } from 'react';

export type FormatPhone = (kept: string) => string;

const asKept: FormatPhone = (kept) => kept;
const listeners = new Set<() => void>();
let format = asKept;
let loading: Promise<void> | undefined;

// How the world writes its numbers weighs as much as a table: it comes when the first number is shown, which stands there as it is
// kept (+46701740605) until then.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  loading ??= import('./phone-format.ts').then(
    ({ formatPhone }) => {
      format = formatPhone;
      for (const tell of listeners) tell();
    },
    () => {
      loading = undefined;
    },
  );
  return () => listeners.delete(listener);
}

/** How numbers are written for people. */
export const useFormatPhone = (): FormatPhone => useSyncExternalStore(subscribe, () => format);
