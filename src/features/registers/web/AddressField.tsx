import { useMessages } from '#web/language.ts';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';

interface AddressFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
}

const PARTS = ['street', 'postalCode', 'city', 'country'] as const;

/** An address by its parts; kept as four lines, and as none when all are empty. */
export function AddressField({ label, name, value, onChange }: AddressFieldProps) {
  const text = useMessages(messages);
  const lines = PARTS.map((_, index) => value.split('\n')[index] ?? '');
  const change = (index: number, line: string) => {
    const next = lines.with(index, line);
    onChange(next.every((one) => one.trim() === '') ? '' : next.join('\n'));
  };
  return (
    <fieldset className="r-address">
      <legend>{label}</legend>
      {PARTS.map((part, index) => (
        <TextField
          key={part}
          label={text.addressParts[part]}
          // What is wrong with an address is told at its first line.
          {...(index === 0 && { name })}
          value={lines[index] ?? ''}
          onChange={(line) => change(index, line)}
          autoComplete="off"
          maxLength={120}
        />
      ))}
    </fieldset>
  );
}
