import './ListBox.css';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox, Input } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { ariaField, FieldLabel, FieldNotes, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { OptionList, type Option } from './Select.tsx';

export interface ComboBoxProps extends FieldProps {
  /** All options, filtered here by what is typed; with `onInputChange` the server's answer, shown as it is. */
  options: readonly Option[];
  value?: string | null;
  onChange?: (id: string | null) => void;
  inputValue?: string;
  onInputChange?: (typed: string) => void;
  placeholder?: string;
}

export function ComboBox(props: ComboBoxProps) {
  const { label, description, error, isRequired, isLabelHidden, options, value, onChange } = props;
  const { inputValue, onInputChange, placeholder } = props;
  return (
    <AriaComboBox
      {...ariaField(props)}
      {...(value !== undefined && { value })}
      {...(onInputChange ? { items: options, onInputChange } : { defaultItems: options })}
      {...(inputValue !== undefined && { inputValue })}
      onChange={(key) => onChange?.(key === null ? null : String(key))}
      allowsEmptyCollection
      menuTrigger="focus"
      className="v-field"
      validationBehavior="aria"
    >
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      <Group className="v-box">
        <Input {...(placeholder !== undefined && { placeholder })} />
        <Button className="v-box-button">
          <Icon name="chevronDown" size={16} />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className="v-popover" offset={4}>
        <OptionList />
      </Popover>
    </AriaComboBox>
  );
}
