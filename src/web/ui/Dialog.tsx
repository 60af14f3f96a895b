import './Dialog.css';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useMessages } from '../language.ts';
import { IconButton } from './Button.tsx';
import { messages } from './messages.ts';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  size?: 'small' | 'medium' | 'large';
  /** False while something would be lost by a press beside the dialog. */
  isDismissable?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}

export function Dialog({
  title,
  isOpen,
  onClose,
  size = 'medium',
  isDismissable = true,
  footer,
  children,
}: DialogProps) {
  const text = useMessages(messages);
  return (
    <ModalOverlay
      className="v-scrim"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className="v-dialog-modal" data-size={size}>
        <AriaDialog className="v-dialog">
          <header className="v-dialog-header">
            <Heading slot="title" className="v-dialog-title">
              {title}
            </Heading>
            {isDismissable && (
              <IconButton icon="close" label={text.close} onPress={onClose} hasTooltip={false} size="small" />
            )}
          </header>
          <div className="v-dialog-body">{children}</div>
          {footer && <footer className="v-dialog-footer">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
