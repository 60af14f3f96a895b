import { useSyncExternalStore } from 'react';

/** `system` follows the device; the others set `data-theme` on the document, which the tokens obey. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = 'valv.theme';
const listeners = new Set<() => void>();
let current: Theme = 'system';

export function startTheme(theme?: Theme): void {
  if (theme) current = theme;
  else {
    try {
      const stored = localStorage.getItem(STORED_AS);
      current = stored === 'light' || stored === 'dark' ? stored : 'system';
    } catch {
      current = 'system';
    }
  }
  if (current === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = current;
  for (const listener of listeners) listener();
}

export function changeTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORED_AS, theme);
  } catch {
    // Remembered for this visit only.
  }
  startTheme(theme);
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
