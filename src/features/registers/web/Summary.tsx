import { useQuery } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { messages } from './messages.ts';
import { useFormatPhone } from './phone.ts';
import { recordsKey, type Field } from './queries.ts';
import { useRegister } from './register.ts';
import { isTotalKind } from './saved-views.ts';
import { replaceFilters, selectionOf, type View } from './view.ts';
import { valueWords } from './value-words.ts';

interface SummaryProps {
  shown: View;
  onShow: (view: View) => void;
}

/** Counts and totals of what is shown, by the values of a field; a press on a value shows its records. */
export default function Summary({ shown, onShow }: SummaryProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const formatPhone = useFormatPhone();
  const { fields, place } = useRegister();
  const { sort: _, ...selection } = selectionOf(shown);
  const query = {
    ...selection,
    ...(shown.group !== undefined && { group: shown.group }),
    ...(shown.totals && { total: [...shown.totals] }),
  };
  const isAsked = shown.group !== undefined || (shown.totals?.length ?? 0) > 0;
  const summary = useQuery({
    queryKey: [...recordsKey(place), 'summary', query],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/summary', {
        params: { ...place },
        query,
        signal,
      }),
    enabled: isAsked,
  });
  if (!isAsked) return null;
  if (summary.isError) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return null;
  const { names, groups } = summary.data;
  const group = fields.find(({ key }) => key === shown.group);
  const totals = (shown.totals ?? []).map((one) => one.split(':'));
  const say = (field: Field, value: string) => valueWords(field, value, { formats, language, formatPhone, names });
  const sayTotal = (index: number, value: string | null | undefined) => {
    const field = fields.find(({ key }) => key === totals[index]?.[0]);
    if (value === null || value === undefined || !field) return '–';
    return totals[index]?.[1] === 'filled' ? formats.number(Number(value)) : say(field, value);
  };
  const narrow = (value: string | null) => {
    if (!group) return;
    const filter =
      value === null
        ? { field: group.key, operator: 'empty' as const, value: '' }
        : { field: group.key, operator: isSeveral(group) ? ('in' as const) : ('eq' as const), value };
    const { group: _group, ...rest } = shown;
    onShow({ ...rest, filters: replaceFilters(shown.filters, group.key, [filter]) });
  };
  return (
    <div className="r-summary">
      <table>
        <thead>
          <tr>
            <th scope="col">{group?.label[language] ?? text.allTogether}</th>
            <th scope="col">{text.countHeading}</th>
            {totals.map(([key, kind]) => (
              <th key={`${key}:${kind}`} scope="col">
                {fields.find((field) => field.key === key)?.label[language] ?? key}
                {isTotalKind(kind) && <small> {text.totalKinds[kind]}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {group &&
            groups.map(({ value, count, totals: sums }) => (
              <tr key={value ?? ''}>
                <th scope="row">
                  <button type="button" className="r-summary-value" onClick={() => narrow(value)}>
                    {value === null ? text.emptyValue : say(group, value)}
                  </button>
                </th>
                <td>{formats.number(count)}</td>
                {sums.map((sum, index) => (
                  <td key={shown.totals?.[index]}>{sayTotal(index, sum)}</td>
                ))}
              </tr>
            ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.allTogether}</th>
            <td>
              {summary.data.isExact ? formats.number(summary.data.count) : `> ${formats.number(summary.data.count)}`}
            </td>
            {summary.data.totals.map((sum, index) => (
              <td key={shown.totals?.[index]}>{sayTotal(index, sum)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const isSeveral = ({ type }: Field) => type === 'choices' || type === 'link' || type === 'person' || type === 'choice';
