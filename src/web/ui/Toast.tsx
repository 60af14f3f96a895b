import { lazy, Suspense, useSyncExternalStore } from 'react';
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast';

export interface ToastProps {
  title: string;
  detail?: string;
  tone?: 'success' | 'info' | 'danger';
  /** The way back: `Ångra`. Pressing it closes the message. */
  action?: { label: string; onPress: () => void };
}

export const queue = new ToastQueue<ToastProps>({ maxVisibleToasts: 3 });
const SHOWN_MS = 6000;
// Whoever wants to undo must have read the message and decided first. Hover and focus stop the clock.
const SHOWN_WITH_ACTION_MS = 12_000;

/** Says in passing what happened. An error that needs doing something about is a Banner: it stays. Gives its way to close it. */
export function toast(message: ToastProps): () => void {
  const key = queue.add(message, { timeout: message.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS });
  return () => queue.close(key);
}

const ToastList = lazy(() => import('./ToastList.tsx'));
const subscribe = (listener: () => void) => queue.subscribe(listener);
const hasToasts = () => queue.visibleToasts.length > 0;

/** Rendered once, by the frame's root. */
export function ToastRegion() {
  const isNeeded = useSyncExternalStore(subscribe, hasToasts);
  return <Suspense>{isNeeded && <ToastList />}</Suspense>;
}
