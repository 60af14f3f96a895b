import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { Select } from '#web/ui/Select.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { FILE_TYPES, keptFile } from './import-files.ts';
import { ImportFault } from './ImportFault.tsx';
import { useDiscardImport, useRereadImport, type FileChoices, type Import } from './imports.ts';
import { messages } from './messages.ts';
import { useAddresses, useRegister } from './register.ts';

type Csv = Extract<Import['format'], { kind: 'csv' }>;

/** How the file was read, and the way to read it otherwise. */
export function ImportFormat({ staged }: { staged: Import }) {
  const text = useMessages(messages);
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const tellFailure = useTellFailure();
  const reread = useRereadImport(place, staged.id);
  const discard = useDiscardImport(place, staged.id);
  const [file, setFile] = useState(() => keptFile(staged.id));
  const { format } = staged;
  const isDisabled = file === undefined || reread.isPending;
  const read = (choices: FileChoices) => file && reread.mutate({ file, choices });
  return (
    <Card
      title={text.formatTitle}
      description={format?.kind === 'xlsx' ? text.formatSheet : text.formatText}
      actions={
        <Button
          size="small"
          icon="trash"
          isPending={discard.isPending}
          onPress={() =>
            discard.mutate(undefined, {
              onError: tellFailure,
              onSuccess: () => void navigate({ href: addresses.imports }),
            })
          }
        >
          {text.discardImport}
        </Button>
      }
    >
      <div className="v-stack">
        <ImportFault error={reread.error} />
        <div className="i-format">
          {format?.kind === 'csv' && (
            <>
              <Select
                label={text.encoding}
                value={format.encoding}
                isDisabled={isDisabled}
                onChange={(id) => read({ encoding: id as Csv['encoding'], separator: format.separator })}
                options={Object.entries(text.encodings).map(([id, label]) => ({ id, label }))}
              />
              <Select
                label={text.separator}
                value={format.separator}
                isDisabled={isDisabled}
                onChange={(id) => read({ encoding: format.encoding, separator: id as Csv['separator'] })}
                options={Object.entries(text.separators).map(([id, label]) => ({ id, label }))}
              />
            </>
          )}
          {format?.kind === 'xlsx' && (
            <Select
              label={text.sheet}
              value={format.sheet}
              isDisabled={isDisabled || format.sheets.length === 1}
              onChange={(sheet) => read({ sheet })}
              options={format.sheets.map((sheet) => ({ id: sheet, label: sheet }))}
            />
          )}
          {file === undefined && (
            <div className="i-again">
              <FileTrigger acceptedFileTypes={FILE_TYPES} onSelect={(list) => setFile(list?.[0])}>
                <Button icon="upload">{text.chooseAgain}</Button>
              </FileTrigger>
              <span className="v-muted">{text.chooseAgainText}</span>
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}
