import { useMessages } from '#web/language.ts';
import { Dialog } from '#web/ui/Dialog.tsx';
import { messages } from './messages.ts';
import { StaleChoice } from './StaleChoice.tsx';
import type { Stale } from './useCellEdits.ts';
import type { Values } from './record-store.ts';

interface StaleDialogProps {
  stale: Stale;
  /** Undefined: decided later; what was written stays in its cell. */
  onSettle: (changes: Values | undefined) => void;
}

/** Both sides of a cell that somebody else was faster with. */
export default function StaleDialog({ stale, onSettle }: StaleDialogProps) {
  const text = useMessages(messages);
  return (
    <Dialog title={stale.current.title || text.nameless} isOpen onClose={() => onSettle(undefined)}>
      <StaleChoice
        base={stale.base}
        current={stale.current}
        changes={stale.changes}
        isPending={false}
        onSave={onSettle}
        onBack={() => onSettle(undefined)}
        back={text.backToTable}
      />
    </Dialog>
  );
}
