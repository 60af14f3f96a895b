import {
  lazy,
  Suspense,
  useId,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
  type RefCallback,
  type RefObject,
} from 'react';

export interface PopoverTriggerProps {
  ref: RefCallback<HTMLButtonElement>;
  id: string;
  onPress: () => void;
  onHoverStart: () => void;
  onFocus: () => void;
  'aria-haspopup': 'dialog';
  'aria-expanded': boolean;
}

export interface PopoverProps {
  /** Names what opens. */
  label: string;
  renderTrigger: (props: PopoverTriggerProps) => ReactElement;
  placement?: 'bottom start' | 'bottom end' | 'left top';
  /** A heading that the eye sees too; without it the label is only read out. */
  hasHeading?: boolean;
  children: ReactNode | ((close: () => void) => ReactNode);
}

export interface PopoverContentProps extends Pick<PopoverProps, 'label' | 'placement' | 'hasHeading' | 'children'> {
  trigger: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onClose: () => void;
}

const load = () => import('./PopoverContent.tsx');
const PopoverContent = lazy(load);

/** A few controls or words at a button, over the page. What a popover needs comes when a pointer or the focus is near. */
export function Popover({ renderTrigger, ...passed }: PopoverProps) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const trigger = useMemo(() => ({ current: button }), [button]);
  const id = useId();
  const [state, setState] = useState<'untouched' | 'open' | 'closed'>('untouched');
  return (
    <>
      {renderTrigger({
        ref: setButton,
        id,
        onPress: () => setState('open'),
        onHoverStart: () => void load(),
        onFocus: () => void load(),
        'aria-haspopup': 'dialog',
        'aria-expanded': state === 'open',
      })}
      {state !== 'untouched' && (
        <Suspense>
          <PopoverContent {...passed} trigger={trigger} isOpen={state === 'open'} onClose={() => setState('closed')} />
        </Suspense>
      )}
    </>
  );
}
