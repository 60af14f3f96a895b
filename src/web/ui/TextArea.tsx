import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { ariaField, FieldLabel, FieldNotes, type FieldProps } from './Field.tsx';

export interface TextAreaProps extends FieldProps {
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  rows?: number;
  placeholder?: string;
  maxLength?: number;
}

/** Grows with its text. */
export function TextArea(props: TextAreaProps) {
  const { label, description, error, isRequired, isLabelHidden, rows = 3, placeholder, ...rest } = props;
  const { name: _name, isDisabled: _isDisabled, isReadOnly: _isReadOnly, ...passed } = rest;
  return (
    <AriaTextField {...passed} {...ariaField(props)} className="v-field" validationBehavior="aria">
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      <AriaTextArea className="v-input" rows={rows} {...(placeholder !== undefined && { placeholder })} />
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
