import { useCallback, useState } from 'react';

function read<T>(key: string, fallback: T): T {
  try {
    const stored = localStorage.getItem(key);
    return stored === null ? fallback : (JSON.parse(stored) as T);
  } catch {
    // Without storage, or with something else's words in it, the page is as it is for everybody.
    return fallback;
  }
}

/** How somebody likes a page, kept in this browser. Never what is in a record. */
function usePreference<T>(key: string, fallback: T): [T, (value: T) => void] {
  const [kept, setKept] = useState(() => ({ key, value: read(key, fallback) }));
  if (kept.key !== key) setKept({ key, value: read(key, fallback) });
  const change = useCallback(
    (next: T) => {
      setKept({ key, value: next });
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Remembered for this visit only.
      }
    },
    [key],
  );
  return [kept.value, change];
}

/** Keys of the fields that have no column in this browser: of a register, or of one version of a saved view, which says how it begins. */
export const useHiddenColumns = (of: string, fallback: readonly string[] = NO_COLUMNS) =>
  usePreference<readonly string[]>(`valv.columns.${of}`, fallback);

const NO_COLUMNS: readonly string[] = [];

/** Single keys that do something can be switched off: speech input and slipping fingers type them too (WCAG 2.1.4). */
export const useShortcutsSetting = () => usePreference('valv.shortcuts', true);
