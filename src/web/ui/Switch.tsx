import './Checkbox.css';
import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';

export interface SwitchProps {
  children: ReactNode;
  name?: string;
  description?: ReactNode;
  isSelected?: boolean;
  defaultSelected?: boolean;
  onChange?: (isSelected: boolean) => void;
  isDisabled?: boolean;
}

/** Takes effect at once; a choice that waits for a Save button is a Checkbox. */
export function Switch({ children, description, ...passed }: SwitchProps) {
  return (
    <AriaSwitch {...passed} className="v-choice">
      <span className="v-switch-track" aria-hidden="true" />
      <span className="v-choice-text">
        {children}
        {description && <span className="v-description">{description}</span>}
      </span>
    </AriaSwitch>
  );
}
