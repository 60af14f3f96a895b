import './Dialog.css';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { PanelContent, type PanelProps } from './Panel.tsx';

/** Loaded by `Panel` where there is no room beside the list. */
export default function PanelModal(props: PanelProps) {
  return (
    <ModalOverlay
      className="v-scrim v-panel-scrim"
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="v-panel-modal">
        <AriaDialog className="v-panel">
          <PanelContent {...props} heading={<Heading slot="title">{props.title}</Heading>} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
