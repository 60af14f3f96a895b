import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { Select } from '#web/ui/Select.tsx';
import { isLocked } from './draft.ts';
import { ImportFault } from './ImportFault.tsx';
import { ImportMode } from './ImportMode.tsx';
import {
  importColumnsQuery,
  importRowsQuery,
  useMapImport,
  useRunImport,
  type Import,
  type ImportColumn,
  type Mapping,
} from './imports.ts';
import { messages } from './messages.ts';
import { NewFieldDialog } from './NewFieldDialog.tsx';
import { useRegister } from './register.ts';

const NOWHERE = ' nowhere';
const SAMPLES_MAX = 2;

/** Which column goes to which field, and what becomes of rows. Each choice is kept at once, and the rows below are judged anew. */
export function ImportMapping({ staged }: { staged: Import }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const { place, fields } = useRegister();
  const [mapping, setMapping] = useState<Mapping>(() => mappingOf(staged));
  const [isAdding, setAdding] = useState<number>();
  const map = useMapImport(place, staged.id);
  const run = useRunImport(place, staged.id);
  const rows = useInfiniteQuery(importRowsQuery(place, staged.id, 'waiting')).data?.pages[0]?.rows ?? [];
  const columns = useQuery(importColumnsQuery(place, staged.id)).data?.columns ?? [];

  const change = (wanted: Mapping) => {
    const isKeyed = typeof wanted.key === 'string' && wanted.fields.includes(wanted.key);
    const next: Mapping = isKeyed ? wanted : { ...wanted, mode: 'add', key: null };
    setMapping(next);
    map.mutate(next);
  };
  const choose = (column: number, id: string) => {
    const wanted = id === NOWHERE ? null : id;
    // A field comes from one column: the one that had it gives it up.
    change({
      ...mapping,
      fields: mapping.fields.map((field, at) => (at === column ? wanted : field === wanted ? null : field)),
    });
  };
  const samplesOf = (column: number) =>
    [...new Set(rows.map(({ values }) => values[column] ?? '').filter((value) => value !== ''))].slice(0, SAMPLES_MAX);
  const missing =
    mapping.mode === 'add'
      ? fields
          .filter(({ key, isRequired }) => isRequired && !mapping.fields.includes(key))
          .map(({ label }) => label[language])
      : [];
  const isNothing = mapping.fields.every((field) => field === null);
  const isOpenNumber = (column: number, { seems }: ImportColumn) => {
    const field = fields.find(({ key }) => key === mapping.fields[column]);
    return seems === 'identity_number' && field !== undefined && field.class !== 'identity_number';
  };
  const open = columns.flatMap((column, at) => (isOpenNumber(at, column) ? [staged.columns[at]?.header ?? ''] : []));
  const proposal = isAdding === undefined ? undefined : columns[isAdding]?.proposal;

  return (
    <Card
      title={text.columnsTitle}
      description={text.columnsText}
      footer={
        <div className="i-run">
          <Button
            variant="primary"
            icon="upload"
            isDisabled={missing.length > 0 || isNothing}
            isPending={run.isPending || map.isPending}
            onPress={() => run.mutate('run')}
          >
            {text.runImport(staged.rowCount, formats.number(staged.rowCount))}
          </Button>
          <Button
            icon="check"
            isDisabled={isNothing}
            isPending={run.isPending || map.isPending}
            onPress={() => run.mutate('check')}
          >
            {text.checkWhole}
          </Button>
          {missing.length > 0 && <span className="i-missing">{text.missingColumns(formats.list(missing))}</span>}
        </div>
      }
    >
      <div className="v-stack">
        <ImportFault error={run.error ?? map.error} />
        {open.length > 0 && (
          <Banner tone="warning" title={text.openNumbers(formats.list(open))}>
            {text.openNumbersText}
          </Banner>
        )}
        <table className="i-columns">
          <thead>
            <tr>
              <th scope="col">{text.fileColumn}</th>
              <th scope="col">{text.samples}</th>
              <th scope="col">{text.goesTo}</th>
            </tr>
          </thead>
          <tbody>
            {staged.columns.map(({ header }, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- two columns of a file may have one name
              <tr key={column}>
                <th scope="row">{header || text.namelessColumn(column + 1)}</th>
                <td className="i-samples">
                  <Seems column={columns[column]} isMapped={mapping.fields[column] !== null} />
                  {samplesOf(column).join(' · ') || '–'}
                </td>
                <td>
                  <Select
                    label={text.goesToOf(header)}
                    isLabelHidden
                    value={mapping.fields[column] ?? NOWHERE}
                    onChange={(id) => choose(column, id)}
                    options={[
                      { id: NOWHERE, label: text.leftOut },
                      ...fields
                        .filter((field) => !isLocked(field))
                        .map(({ key, label, isRequired }) => ({
                          id: key,
                          label: isRequired ? `${label[language]} *` : label[language],
                        })),
                    ]}
                  />
                  {columns[column]?.proposal && mapping.fields[column] === null && (
                    <Button size="small" variant="quiet" icon="add" onPress={() => setAdding(column)}>
                      {text.makeField}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <ImportMode mapping={mapping} onChange={change} />
      </div>
      {proposal && isAdding !== undefined && (
        <NewFieldDialog
          proposal={proposal}
          onClose={() => setAdding(undefined)}
          onAdded={(key) => {
            setAdding(undefined);
            choose(isAdding, key);
          }}
        />
      )}
    </Card>
  );
}

const mappingOf = ({ columns, mode, key }: Import): Mapping => ({
  fields: columns.map(({ field }) => field),
  mode,
  key,
});

/** Text needs no word of its own, and what goes to a field only when it should go with care. */
function Seems({ column, isMapped }: { column: ImportColumn | undefined; isMapped: boolean }) {
  const text = useMessages(messages);
  if (!column || column.seems === 'text' || column.seems === 'empty') return null;
  if (isMapped && column.seems !== 'identity_number') return null;
  return (
    <>
      <Badge tone={column.seems === 'identity_number' ? 'warning' : 'neutral'}>{text.seems[column.seems]}</Badge>{' '}
    </>
  );
}
