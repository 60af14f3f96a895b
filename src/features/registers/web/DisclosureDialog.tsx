import { useId, useState } from 'react';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';

/** As the contract has it: shorter is no reason. */
const REASON_MIN = 5;

interface DisclosureDialogProps {
  isOpen: boolean;
  of: string;
  error: unknown;
  isPending: boolean;
  onClose: () => void;
  onReason: (reason: string) => void;
}

export default function DisclosureDialog({ isOpen, of, error, isPending, onClose, onReason }: DisclosureDialogProps) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const form = useId();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isShort = reason.trim().length < REASON_MIN;
  return (
    <Dialog
      title={text.discloseTitle}
      size="small"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button type="submit" form={form} variant="primary" isPending={isPending}>
            {text.showNumber}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        error={error}
        onSubmit={() => {
          setTried(true);
          if (!isShort) onReason(reason.trim());
        }}
      >
        <p>{text.discloseText(of)}</p>
        {/* The dialog is opened to write this. */}
        <TextField
          label={text.reason}
          name="reason"
          value={reason}
          onChange={setReason}
          description={text.reasonHelp}
          error={isTried && isShort ? text.reasonShort : undefined}
          maxLength={300}
          autoComplete="off"
          isRequired
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
