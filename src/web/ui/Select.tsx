import './ListBox.css';
import './Select.css';
import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { useMessages } from '../language.ts';
import { ariaField, FieldLabel, FieldNotes, type FieldProps } from './Field.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { messages } from './messages.ts';

export interface Option {
  id: string;
  label: string;
  detail?: string;
  icon?: IconName;
  isDisabled?: boolean;
}

export interface SelectProps extends Omit<FieldProps, 'isReadOnly'> {
  options: readonly Option[];
  value?: string | null;
  defaultValue?: string;
  onChange?: (id: string) => void;
  placeholder?: string;
}

/** For up to some fifteen options; beyond that a ComboBox lets people type. */
export function Select(props: SelectProps) {
  const { label, description, error, isRequired, isLabelHidden, options, value, defaultValue, onChange, placeholder } =
    props;
  const text = useMessages(messages);
  return (
    <AriaSelect
      {...ariaField(props)}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      onChange={(key) => {
        if (key !== null) onChange?.(String(key));
      }}
      placeholder={placeholder ?? text.choose}
      className="v-field"
      validationBehavior="aria"
    >
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      <Button className="v-box v-select">
        <SelectValue className="v-select-value">
          {({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}
        </SelectValue>
        <Icon name="chevronsUpDown" size={16} />
      </Button>
      <FieldNotes description={description} error={error} />
      <Popover className="v-popover" offset={4}>
        <OptionList options={options} />
      </Popover>
    </AriaSelect>
  );
}

/** Inside a ComboBox the options come from it. */
export function OptionList({ options }: { options?: readonly Option[] }) {
  const text = useMessages(messages);
  return (
    <ListBox
      className="v-list"
      {...(options && { items: options })}
      renderEmptyState={() => <div className="v-list-empty">{text.nothingFound}</div>}
    >
      {({ id, label, detail, icon, isDisabled }: Option) => (
        <ListBoxItem id={id} textValue={label} className="v-item" isDisabled={isDisabled ?? false}>
          {({ isSelected }) => (
            <>
              {icon && <Icon name={icon} size={16} />}
              <span className="v-item-text">
                {label}
                {detail && <span className="v-item-detail">{detail}</span>}
              </span>
              {isSelected && (
                <span className="v-item-check">
                  <Icon name="check" size={16} />
                </span>
              )}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
