import './Button.css';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { useMessages } from '../language.ts';
import { Icon, type IconName } from './Icon.tsx';
import { messages } from './messages.ts';
import { Spinner } from './Spinner.tsx';
import { Tooltip } from './Tooltip.tsx';

type Passed = Pick<
  AriaButtonProps,
  | 'onPress'
  | 'onHoverStart'
  | 'onFocus'
  | 'isDisabled'
  | 'type'
  | 'autoFocus'
  | 'slot'
  | 'form'
  | 'id'
  | 'aria-describedby'
  | 'aria-label'
  | 'aria-haspopup'
  | 'aria-expanded'
> & { ref?: Ref<HTMLButtonElement> | undefined };

export interface ButtonProps extends Passed {
  /** One primary action per view; `quiet` has no frame; `danger` is for what cannot be taken back. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'medium' | 'small';
  icon?: IconName;
  iconEnd?: IconName;
  /** Keeps focus and place, refuses presses, and tells assistive technology that work is going on. */
  isPending?: boolean;
  isWide?: boolean;
  /** On a phone only the icon shows; the words remain its name. */
  isCompact?: boolean;
  children: ReactNode;
}

export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    size = 'medium',
    icon,
    iconEnd,
    isPending = false,
    isWide,
    isCompact,
    children,
    ...passed
  } = props;
  const text = useMessages(messages);
  return (
    <AriaButton
      {...passed}
      isPending={isPending}
      className="v-button"
      data-variant={variant}
      data-size={size}
      data-wide={isWide || undefined}
      data-compact={isCompact || undefined}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 18} />}
      <span className="v-button-text">{children}</span>
      {iconEnd && <Icon name={iconEnd} size={16} />}
      {isPending && (
        <span className="v-button-pending">
          <Spinner label={text.pending} />
        </span>
      )}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<Passed, 'aria-label'> {
  icon: IconName;
  /** The name for assistive technology, shown to the others as a tooltip. */
  label: string;
  variant?: 'quiet' | 'secondary' | 'danger';
  size?: 'medium' | 'small';
  isPending?: boolean;
  hasTooltip?: boolean;
}

export function IconButton(props: IconButtonProps) {
  const { icon, label, variant = 'quiet', size = 'medium', isPending = false, hasTooltip = true, ...passed } = props;
  const button = (
    <AriaButton
      {...passed}
      isPending={isPending}
      aria-label={label}
      className="v-button v-button-icon"
      data-variant={variant}
      data-size={size}
    >
      {isPending ? <Spinner /> : <Icon name={icon} size={size === 'small' ? 16 : 18} />}
    </AriaButton>
  );
  return hasTooltip ? <Tooltip text={label}>{button}</Tooltip> : button;
}
