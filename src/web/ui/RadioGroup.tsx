import './Checkbox.css';
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { ariaField, FieldLabel, FieldNotes, type FieldProps } from './Field.tsx';
import type { Option } from './Select.tsx';

export interface RadioGroupProps extends FieldProps {
  options: readonly Option[];
  value?: string;
  defaultValue?: string;
  onChange?: (id: string) => void;
}

export function RadioGroup(props: RadioGroupProps) {
  const { label, description, error, isRequired, isLabelHidden, options, value, defaultValue, onChange } = props;
  return (
    <AriaRadioGroup
      {...ariaField(props)}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      {...(onChange && { onChange })}
      className="v-field"
      validationBehavior="aria"
    >
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      <div className="v-choices">
        {options.map((option) => (
          <Radio key={option.id} value={option.id} isDisabled={option.isDisabled ?? false} className="v-choice">
            <span className="v-radio" aria-hidden="true" />
            <span className="v-choice-text">
              {option.label}
              {option.detail && <span className="v-description">{option.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaRadioGroup>
  );
}
