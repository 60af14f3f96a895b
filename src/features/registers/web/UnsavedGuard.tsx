import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMessages } from '#web/language.ts';
import { messages } from './messages.ts';

const ConfirmDialog = lazy(() =>
  import('#web/ui/ConfirmDialog.tsx').then((module) => ({ default: module.ConfirmDialog })),
);

/** Asks before what was written is lost. A change of the table beside the form (a filter, a sorting) loses nothing. */
export function UnsavedGuard({ isOn }: { isOn: boolean }) {
  const text = useMessages(messages);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isOn && current.pathname !== next.pathname,
    enableBeforeUnload: isOn,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Suspense>
      <ConfirmDialog
        title={text.unsavedTitle}
        isOpen
        isDanger
        action={text.leave}
        onClose={blocker.reset}
        onConfirm={blocker.proceed}
      >
        {text.unsavedText}
      </ConfirmDialog>
    </Suspense>
  );
}
