import './FileDrop.css';
import { useState, type ReactNode } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useFormats, useMessages } from '../language.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

export interface FileDropProps {
  label: string;
  /** Media types (`application/pdf`, `image/*`) or endings (`.csv`). The server decides; this only saves a wasted upload. */
  accept?: readonly string[];
  maxSizeBytes?: number;
  allowsMultiple?: boolean;
  isDisabled?: boolean;
  onFiles: (files: readonly File[]) => void;
  description?: ReactNode;
}

export function FileDrop(props: FileDropProps) {
  const { label, accept, maxSizeBytes, allowsMultiple = false, isDisabled = false, onFiles, description } = props;
  const text = useMessages(messages);
  const formats = useFormats();
  const [refusals, setRefusals] = useState<readonly string[]>([]);

  const take = (files: readonly File[]) => {
    const refused: string[] = [];
    const taken = (allowsMultiple ? files : files.slice(0, 1)).filter((file) => {
      if (accept && !accept.some((allowed) => matches(file, allowed))) refused.push(text.fileWrongType(file.name));
      else if (maxSizeBytes !== undefined && file.size > maxSizeBytes) {
        refused.push(text.fileTooLarge(file.name, formats.bytes(maxSizeBytes)));
      } else return true;
      return false;
    });
    setRefusals(refused);
    if (taken.length > 0) onFiles(taken);
  };

  return (
    <div className="v-field">
      <DropZone
        className="v-drop"
        aria-label={label}
        isDisabled={isDisabled}
        onDrop={(event) => {
          const files = event.items.filter((item) => item.kind === 'file').map((item) => item.getFile());
          void Promise.all(files).then(take);
        }}
      >
        {({ isDropTarget }) => (
          <>
            <Icon name="upload" size={22} />
            {isDropTarget ? (
              <span className="v-drop-now">{text.dropNow}</span>
            ) : (
              <span className="v-drop-choose">
                <FileTrigger
                  allowsMultiple={allowsMultiple}
                  {...(accept && { acceptedFileTypes: accept })}
                  onSelect={(list) => take(list ? [...list] : [])}
                >
                  <Button size="small" isDisabled={isDisabled}>
                    {allowsMultiple ? text.chooseFiles : text.chooseFile}
                  </Button>
                </FileTrigger>
                <span className="v-drop-or">{text.dropHere}</span>
              </span>
            )}
            {description && <span className="v-description">{description}</span>}
          </>
        )}
      </DropZone>
      {refusals.length > 0 && (
        <ul className="v-drop-refusals" role="alert">
          {refusals.map((refusal) => (
            <li key={refusal} className="v-field-error">
              <Icon name="danger" size={15} />
              {refusal}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function matches(file: File, allowed: string): boolean {
  if (allowed.startsWith('.')) return file.name.toLowerCase().endsWith(allowed.toLowerCase());
  if (allowed.endsWith('/*')) return file.type.startsWith(allowed.slice(0, -1));
  return file.type === allowed;
}
