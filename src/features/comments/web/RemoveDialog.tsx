import { useMessages } from '#web/language.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { messages } from './messages.ts';

interface RemoveDialogProps {
  author: string;
  onClose: () => void;
  onConfirm: () => void;
}

/** Another's words are not put back by who took them away. */
export default function RemoveDialog({ author, onClose, onConfirm }: RemoveDialogProps) {
  const text = useMessages(messages);
  return (
    <ConfirmDialog
      title={text.removeTitle}
      isOpen
      onClose={onClose}
      action={text.remove}
      onConfirm={onConfirm}
      isDanger
    >
      {text.removeText(author)}
    </ConfirmDialog>
  );
}
