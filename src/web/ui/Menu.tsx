import { lazy, Suspense, useId, useMemo, useState, type ReactElement, type RefCallback, type RefObject } from 'react';
import { useMessages } from '../language.ts';
import { IconButton } from './Button.tsx';
import type { IconName } from './Icon.tsx';
import { messages } from './messages.ts';

export interface MenuItem {
  label: string;
  icon?: IconName;
  detail?: string;
  tone?: 'danger';
  /** Goes there by the router. */
  href?: string;
  onAction?: () => void;
  isDisabled?: boolean;
}

/** Items of which exactly one is chosen: theme, language, organisation. */
export interface MenuChoice {
  choice: string;
  value: string;
  onChange: (id: string) => void;
  options: readonly { id: string; label: string; icon?: IconName }[];
}

export type MenuEntry = MenuItem | MenuChoice | 'separator';

export interface MenuTriggerProps {
  ref: RefCallback<HTMLButtonElement>;
  id: string;
  onPress: () => void;
  onHoverStart: () => void;
  onFocus: () => void;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
}

export interface MenuProps {
  /** Names the menu, and the button with three dots that is there without `renderTrigger`. */
  label: string;
  renderTrigger?: (props: MenuTriggerProps) => ReactElement;
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'right bottom';
  /** What may not be done is left out: `mayErase && { label: … }`. */
  items: readonly (MenuEntry | false | undefined)[];
}

export interface MenuListProps extends Pick<MenuProps, 'label' | 'placement' | 'items'> {
  trigger: RefObject<HTMLElement | null>;
  triggerId: string;
  isOpen: boolean;
  onClose: () => void;
}

// What a menu needs weighs as much as a table, and most menus are never opened: it comes when a pointer or the focus is near.
const load = () => import('./MenuList.tsx');
const MenuList = lazy(load);

export function Menu({ label, renderTrigger, placement = 'bottom end', items }: MenuProps) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const trigger = useMemo(() => ({ current: button }), [button]);
  const id = useId();
  const [state, setState] = useState<'untouched' | 'open' | 'closed'>('untouched');
  const passed: MenuTriggerProps = {
    ref: setButton,
    id,
    onPress: () => setState('open'),
    onHoverStart: () => void load(),
    onFocus: () => void load(),
    'aria-haspopup': 'menu',
    'aria-expanded': state === 'open',
  };
  return (
    <>
      {renderTrigger?.(passed) ?? <IconButton {...passed} icon="more" label={label} hasTooltip={false} />}
      {state !== 'untouched' && (
        <Suspense>
          <MenuList
            label={label}
            placement={placement}
            items={items}
            trigger={trigger}
            triggerId={id}
            isOpen={state === 'open'}
            onClose={() => setState('closed')}
          />
        </Suspense>
      )}
    </>
  );
}

/** Three dots named by what they act on: `Fler åtgärder: Anna Lind`. */
export function MoreMenu({ of, items }: { of: string; items: MenuProps['items'] }) {
  const text = useMessages(messages);
  return <Menu label={`${text.more}: ${of}`} items={items} />;
}
