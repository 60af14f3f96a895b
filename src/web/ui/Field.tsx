import './Field.css';
import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components/TextField';
import { useMessages } from '../language.ts';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

/** What every field of a form takes, so that a form reads the same from top to bottom. */
export interface FieldProps {
  label: string;
  /** Path of the value in the call's body (`address.city`): the form puts the server's error there. */
  name?: string;
  description?: ReactNode;
  /** An error that the page itself found; the server's come through `Form`. */
  error?: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  /** For a field whose place explains it, such as a search above a list. The label is still read out. */
  isLabelHidden?: boolean;
}

export function FieldLabel({
  label,
  isRequired,
  isLabelHidden,
}: Pick<FieldProps, 'label' | 'isRequired' | 'isLabelHidden'>) {
  const text = useMessages(messages);
  return (
    <Label className={isLabelHidden ? 'v-hidden' : 'v-label'}>
      {label}
      {isRequired && (
        <span className="v-required" title={text.required} aria-hidden="true">
          *
        </span>
      )}
    </Label>
  );
}

export function FieldNotes({ description, error }: Pick<FieldProps, 'description' | 'error'>) {
  return (
    <>
      {description && (
        <Text slot="description" className="v-description">
          {description}
        </Text>
      )}
      <FieldError className="v-field-error">
        {({ validationErrors }) => (
          <>
            <Icon name="danger" size={15} />
            <span>{error ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  );
}

/** Leaves out what is undefined, so that React Aria's own defaults and contexts keep their say. */
export function ariaField(props: FieldProps) {
  return {
    ...(props.name !== undefined && { name: props.name }),
    ...(props.isRequired !== undefined && { isRequired: props.isRequired }),
    ...(props.isDisabled !== undefined && { isDisabled: props.isDisabled }),
    ...(props.isReadOnly !== undefined && { isReadOnly: props.isReadOnly }),
    ...(props.error !== undefined && { isInvalid: true }),
  };
}
