import './ListBox.css';
import './Popover.css';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import type { PopoverContentProps } from './Popover.tsx';

/** Loaded by `Popover`; pages use that. */
export default function PopoverContent(props: PopoverContentProps) {
  const { label, placement = 'bottom start', hasHeading = false, children, trigger, isOpen, onClose } = props;
  return (
    <AriaPopover
      className="v-popover"
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      placement={placement}
      offset={4}
    >
      <Dialog className="v-popover-dialog" {...(!hasHeading && { 'aria-label': label })}>
        {hasHeading && (
          <Heading slot="title" className="v-popover-title">
            {label}
          </Heading>
        )}
        {typeof children === 'function' ? children(onClose) : children}
      </Dialog>
    </AriaPopover>
  );
}
