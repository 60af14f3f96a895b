import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { messages } from './messages.ts';

/** A secret, this once: only its own button closes it. */
export function SecretDialog({ title, secret, onClose }: { title: string; secret: string; onClose: () => void }) {
  const text = useMessages(messages);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={false}
      title={title}
      footer={
        <Button variant="primary" onPress={onClose}>
          {text.close}
        </Button>
      }
    >
      <div className="v-stack">
        <p>{text.secretText}</p>
        <CopyField label={text.secret} value={secret} isShownOnce />
      </div>
    </Dialog>
  );
}
