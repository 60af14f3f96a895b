import { lazy, Suspense, useState } from 'react';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { messages } from './messages.ts';

const TemplateDialog = lazy(() => import('./TemplateDialog.tsx'));

/** The way to templates, for who may make registers. `isFirst`: there are none yet, and this is the thing to do. */
export function FromTemplate({ isFirst = false }: { isFirst?: boolean }) {
  const text = useMessages(messages);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button {...(isFirst && { variant: 'primary' })} icon="copy" onPress={() => setOpen(true)}>
        {isFirst ? text.fromTemplate : text.fromTemplateShort}
      </Button>
      {isOpen && (
        <Suspense>
          <TemplateDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
