import { useMessages } from '#web/language.ts';
import { TextField, type TextFieldProps } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';
import { useCapsLock } from './useCapsLock.ts';

interface PasswordFieldProps extends Pick<TextFieldProps, 'label' | 'name' | 'value' | 'onChange' | 'description'> {
  /** A new password is offered by password managers, and its rule is told. */
  isNew?: boolean;
}

export function PasswordField({ isNew = false, description, ...passed }: PasswordFieldProps) {
  const text = useMessages(messages);
  const isCapsOn = useCapsLock();
  const rule = description ?? (isNew ? text.passwordRule : undefined);
  return (
    <TextField
      {...passed}
      type="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
      isRequired
      description={
        (isCapsOn || rule) && (
          <>
            {isCapsOn && <strong role="status">{text.capsLock} </strong>}
            {rule}
          </>
        )
      }
    />
  );
}
