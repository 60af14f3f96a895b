import './imports.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Card } from '#web/ui/Card.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { FileDrop } from '#web/ui/FileDrop.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { FILE_MAX_BYTES, FILE_TYPES } from './import-files.ts';
import { ImportFault } from './ImportFault.tsx';
import { importsQuery, useStageImport } from './imports.ts';
import { ImportStatus } from './ImportStatus.tsx';
import { messages } from './messages.ts';
import { useAddresses, useRegister } from './register.ts';
import { WithRegister } from './WithRegister.tsx';

/** A file on its way into the register, and those that came before it. */
export function ImportsPage() {
  return (
    <WithRegister>
      <Imports />
    </WithRegister>
  );
}

function Imports() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { register, fields, href } = useRegister();
  const crumbs = [{ label: register.name[language], href }];
  const required = fields.filter(({ isRequired }) => isRequired).map(({ label }) => label[language]);
  return (
    <div className="f-page">
      <PageHeader title={text.importTitle} crumbs={crumbs} description={text.importText} />
      <FileCard required={required} />
      <Earlier />
    </div>
  );
}

function FileCard({ required }: { required: readonly string[] }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const stage = useStageImport(place);
  const [isReading, setReading] = useState(false);

  const take = async (file: File) => {
    setReading(true);
    try {
      const staged = await stage.mutateAsync(file);
      await navigate({ href: addresses.oneImport(staged.id) });
    } catch {
      // Told below, from the mutation.
    } finally {
      setReading(false);
    }
  };
  return (
    <Card title={text.chooseFile}>
      <div className="v-stack">
        <ImportFault error={stage.error} />
        <FileDrop
          label={text.chooseFile}
          accept={FILE_TYPES}
          maxSizeBytes={FILE_MAX_BYTES}
          isDisabled={isReading}
          onFiles={([file]) => void (file && take(file))}
          description={
            isReading
              ? text.readingFile
              : required.length > 0
                ? text.fileHelp(formats.list(required))
                : text.fileHelpPlain
          }
        />
      </div>
    </Card>
  );
}

function Earlier() {
  const text = useMessages(messages);
  const formats = useFormats();
  const { place } = useRegister();
  const addresses = useAddresses();
  const imports = useQuery(importsQuery(place));
  if (imports.isPending) return <SkeletonLines lines={4} />;
  if (imports.isError) {
    return (
      <ErrorState error={imports.error} onRetry={() => void imports.refetch()} isRetrying={imports.isRefetching} />
    );
  }
  if (imports.data.imports.length === 0) return null;
  return (
    <Card title={text.earlierImports} isFlush>
      <ul className="i-list">
        {imports.data.imports.map((one) => (
          <li key={one.id}>
            <span className="i-list-name">
              <Link href={addresses.oneImport(one.id)}>{one.fileName}</Link>
              <small className="v-muted">
                {formats.dateTime(one.createdAt)} · {text.importCounts(formats.number(one.rowCount), one.failedCount)}
              </small>
            </span>
            <ImportStatus status={one.status} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
