import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { correctMessages } from './correct-messages.ts';
import type { Import, ImportRow } from './imports.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

interface ImportRowsProps {
  label: string;
  columns: Import['columns'];
  rows: readonly ImportRow[];
  /** Gives rows that something is wrong with a way to put it right. */
  onCorrect?: (row: ImportRow) => void;
}

/** Rows of a file by their number in it, each with what is wrong and in which column. */
export function ImportRows({ label, columns, rows, onCorrect }: ImportRowsProps) {
  const text = useMessages(messages);
  const { correctRow } = useMessages(correctMessages);
  const language = useLanguage();
  const { fields } = useRegister();
  const columnOf = (field: string | null): string => {
    const header = columns.find((column) => column.field === field && field !== null)?.header;
    return header || (fields.find(({ key }) => key === field)?.label[language] ?? '');
  };
  return (
    // A table that is wider than the page is scrolled by keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="i-scroll" role="group" aria-label={label} tabIndex={0}>
      <table className="i-rows">
        <thead>
          <tr>
            <th scope="col">{text.row}</th>
            <th scope="col">{text.whatIsWrong}</th>
            {columns.map(({ header }, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- two columns of a file may have one name
              <th key={column} scope="col">
                {header || text.namelessColumn(column + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number} data-faulty={row.problems.length > 0 || undefined}>
              <th scope="row">{row.number}</th>
              <td className="i-problems">
                {row.problems.length === 0 ? (
                  <span className="i-sound">
                    <Icon name="check" size={15} />
                    {row.outcome === null || row.outcome === 'faulty' ? (
                      <span className="v-hidden">{text.soundRow}</span>
                    ) : (
                      text.rowOutcomes[row.outcome]
                    )}
                  </span>
                ) : (
                  <ul>
                    {row.problems.map(({ field, code, message }) => (
                      <li key={`${field} ${code}`}>
                        {columnOf(field) !== '' && <strong>{columnOf(field)}: </strong>}
                        {message}
                      </li>
                    ))}
                  </ul>
                )}
                {onCorrect && (row.problems.length > 0 || row.state === 'failed') && (
                  <Button size="small" icon="edit" onPress={() => onCorrect(row)}>
                    {correctRow}
                    <span className="v-hidden"> {row.number}</span>
                  </Button>
                )}
              </td>
              {columns.map((column, at) => (
                <td
                  // oxlint-disable-next-line react/no-array-index-key -- as above
                  key={at}
                  data-faulty={row.problems.some(({ field }) => field !== null && field === column.field) || undefined}
                  data-left-out={column.field === null || undefined}
                >
                  {row.values[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
