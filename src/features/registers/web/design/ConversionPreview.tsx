import { queryOptions } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import type { Place } from '../queries.ts';
import type { Definition } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { PastExports } from './PastExports.tsx';

export type Preview = Output<'POST /organisations/{organisation}/registers/{register}/definition/preview'>;

/** What the drawn definition would do to the records that are there: the server looks at each of them. */
export const previewQuery = (place: Place, definition: Definition) =>
  queryOptions({
    queryKey: ['definition-preview', place, definition],
    queryFn: ({ signal }) =>
      call('POST /organisations/{organisation}/registers/{register}/definition/preview', {
        params: { ...place },
        body: { definition },
        signal,
      }),
    // Records change while somebody thinks.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

/** How many values are touched, which of them cannot follow and where those are kept, and what left before a seal was set. */
export function ConversionPreview({ preview }: { preview: Preview }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { definition } = useDesigner();
  const labelOf = (key: string) => definition.fields.find((field) => field.key === key)?.label[language] ?? key;
  return (
    <>
      {preview.changes.map(({ field, kind, affected, failing, examples }) => (
        <Banner
          key={`${field} ${kind}`}
          tone={failing > 0 ? 'warning' : 'info'}
          title={text.findings[kind](labelOf(field), affected, failing)}
        >
          {examples.length > 0 && (
            <ul className="d-examples">
              {examples.map(({ record, title, value }) => (
                <li key={record}>
                  <span className="v-muted">{title}</span> {value}
                </li>
              ))}
            </ul>
          )}
        </Banner>
      ))}
      <PastExports exports={preview.exports} count={preview.exportCount} definition={definition} />
    </>
  );
}
