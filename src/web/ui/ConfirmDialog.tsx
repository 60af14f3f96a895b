import './Dialog.css';
import { useState, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useMessages } from '../language.ts';
import { Button } from './Button.tsx';
import { messages } from './messages.ts';
import { TextField } from './TextField.tsx';

export interface ConfirmDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** The verb of what happens (`Radera`), never OK. */
  action: string;
  onConfirm: () => void | Promise<void>;
  isDanger?: boolean;
  isPending?: boolean;
  /** For what cannot be taken back: the action waits until this is typed. */
  phrase?: { label: string; expected: string };
  children: ReactNode;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <ModalOverlay
      className="v-scrim"
      isOpen={props.isOpen}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="v-dialog-modal" data-size="small">
        <Question {...props} />
      </Modal>
    </ModalOverlay>
  );
}

// Its own component, so that what was typed is gone when the dialog opens again.
function Question({
  title,
  onClose,
  action,
  onConfirm,
  isDanger = false,
  isPending = false,
  phrase,
  children,
}: ConfirmDialogProps) {
  const text = useMessages(messages);
  const [typed, setTyped] = useState('');
  const isTyped = !phrase || typed.trim() === phrase.expected;
  return (
    <AriaDialog role="alertdialog" className="v-dialog">
      <header className="v-dialog-header">
        <Heading slot="title" className="v-dialog-title">
          {title}
        </Heading>
      </header>
      <div className="v-dialog-body v-stack">
        <div>{children}</div>
        {phrase && <TextField label={phrase.label} value={typed} onChange={setTyped} autoComplete="off" />}
      </div>
      <footer className="v-dialog-footer">
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- a reflex press of Enter must not be what erases */}
        <Button onPress={onClose} autoFocus={isDanger && !phrase}>
          {text.cancel}
        </Button>
        <Button
          variant={isDanger ? 'danger' : 'primary'}
          onPress={() => void onConfirm()}
          isPending={isPending}
          isDisabled={!isTyped}
        >
          {action}
        </Button>
      </footer>
    </AriaDialog>
  );
}
