import './Checkbox.css';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';

export interface CheckboxProps {
  children: ReactNode;
  name?: string;
  value?: string;
  description?: ReactNode;
  isSelected?: boolean;
  defaultSelected?: boolean;
  /** Some of what it stands for is chosen, but not all. */
  isIndeterminate?: boolean;
  onChange?: (isSelected: boolean) => void;
  isDisabled?: boolean;
  isRequired?: boolean;
  isInvalid?: boolean;
}

export function Checkbox({ children, description, ...passed }: CheckboxProps) {
  return (
    <AriaCheckbox {...passed} className="v-choice">
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="v-check" aria-hidden="true">
            <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round">
              {isIndeterminate ? <path d="M4 8h8" /> : isSelected && <path d="m3.6 8.4 3 3 5.8-6.5" />}
            </svg>
          </span>
          <span className="v-choice-text">
            {children}
            {description && <span className="v-description">{description}</span>}
          </span>
        </>
      )}
    </AriaCheckbox>
  );
}
