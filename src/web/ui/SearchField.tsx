import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input, SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { useMessages } from '../language.ts';
import './Field.css';
import { FieldLabel } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  autoFocus?: boolean;
}

/** The label is read out and shown as placeholder; Escape empties the field. */
export function SearchField({ label, placeholder = label, ...passed }: SearchFieldProps) {
  const text = useMessages(messages);
  return (
    <AriaSearchField {...passed} className="v-field v-search">
      {({ isEmpty }) => (
        <>
          <FieldLabel label={label} isLabelHidden />
          <Group className="v-box">
            <Icon name="search" />
            <Input placeholder={placeholder} />
            {!isEmpty && (
              <Button className="v-box-button" aria-label={text.clear}>
                <Icon name="close" size={15} />
              </Button>
            )}
          </Group>
        </>
      )}
    </AriaSearchField>
  );
}
