import { useSyncExternalStore } from 'react';

// The secret of a link stands after its #, so that no server or log on the way sees it. It is taken out of the address before
// anything else happens: whoever looks at the screen, the history or a shared address finds nothing to use.

const WITH_TOKEN = ['/sign-in-link', '/invitation'];
let token = '';
const listeners = new Set<() => void>();

function take(): void {
  const { pathname, search, hash } = location;
  if (!WITH_TOKEN.includes(pathname) || hash.length < 2) return;
  token = hash.slice(1);
  history.replaceState(history.state, '', pathname + search);
  for (const listener of listeners) listener();
}

// When this module is loaded, which is before the router reads the address. A second link pasted over the first loads no new
// page: it only changes the hash.
take();
addEventListener('hashchange', take);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The secret of the link that led here; empty when there was none. Lives as long as the page. */
export const useEntryToken = (): string => useSyncExternalStore(subscribe, () => token);
