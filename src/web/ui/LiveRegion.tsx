import { useSyncExternalStore } from 'react';

let said = { text: '', turn: 0 };
const listeners = new Set<() => void>();

/** Tells assistive technology what changed without moving focus. Polite: it waits for what is being read. */
export function announce(text: string): void {
  said = { text, turn: said.turn + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Rendered once, by the frame's root. Two regions take turns, so that the same words said twice are read twice. */
export function LiveRegion() {
  const { text, turn } = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="v-hidden" data-live-announcer="true">
      <div role="status">{turn % 2 === 0 ? text : ''}</div>
      <div role="status">{turn % 2 === 1 ? text : ''}</div>
    </div>
  );
}
