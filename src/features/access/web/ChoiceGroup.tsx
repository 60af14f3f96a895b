import '#web/ui/Field.css';
import './ChoiceGroup.css';
import { useId, type ReactNode } from 'react';
import { Icon } from '#web/ui/Icon.tsx';

interface ChoiceGroupProps {
  legend: string;
  /** Set when nothing is chosen and something must be. */
  error?: string | undefined;
  children: ReactNode;
}

/** Checkboxes that belong together, and what is wrong with them together. */
export function ChoiceGroup({ legend, error, children }: ChoiceGroupProps) {
  const id = useId();
  return (
    <div role="group" className="access-choices" aria-labelledby={id} aria-describedby={`${id}-error`}>
      <span id={id} className="v-label">
        {legend}
      </span>
      {children}
      <div id={`${id}-error`} role="alert">
        {error !== undefined && (
          <span className="v-field-error">
            <Icon name="danger" size={15} />
            <span>{error}</span>
          </span>
        )}
      </div>
    </div>
  );
}
