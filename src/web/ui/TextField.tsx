import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input, TextField as AriaTextField } from 'react-aria-components/TextField';
import { useMessages } from '../language.ts';
import { ariaField, FieldLabel, FieldNotes, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

export interface TextFieldProps extends FieldProps {
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  /** `password` gets a button that shows it: a person who sees what is typed makes fewer mistakes. */
  type?: 'text' | 'email' | 'tel' | 'url' | 'password';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url';
  autoComplete?: string;
  placeholder?: string;
  maxLength?: number;
  autoFocus?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, description, error, isRequired, isLabelHidden, placeholder, type = 'text', ...rest } = props;
  const { name: _name, isDisabled: _isDisabled, isReadOnly: _isReadOnly, ...passed } = rest;
  const text = useMessages(messages);
  const [isShown, setShown] = useState(false);
  const shared = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField
      {...passed}
      {...ariaField(props)}
      type={type === 'password' && isShown ? 'text' : type}
      className="v-field"
      validationBehavior="aria"
      {...(type !== 'text' && { spellCheck: 'false' })}
    >
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      {type === 'password' ? (
        <Group className="v-box">
          <Input {...shared} />
          <Button
            className="v-box-button"
            aria-label={isShown ? text.hidePassword : text.showPassword}
            onPress={() => setShown(!isShown)}
          >
            <Icon name={isShown ? 'eyeOff' : 'eye'} />
          </Button>
        </Group>
      ) : (
        <Input className="v-input" {...shared} />
      )}
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
