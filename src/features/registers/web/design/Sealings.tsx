import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { ProgressBar } from '#web/ui/Spinner.tsx';
import type { Place } from '../queries.ts';
import type { Definition } from './design.ts';
import { PastExports } from './PastExports.tsx';
import { sealingMessages } from './sealing-messages.ts';

const POLL_MS = 3_000;

/** What was sealed in the register; looked at again while the machine is at work on it. */
const sealingsQuery = (place: Place) =>
  queryOptions({
    queryKey: ['sealings', place.organisation, place.register],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/sealings', { params: { ...place }, signal }),
    refetchInterval: ({ state }) => (state.data?.sealings.some(({ status }) => status !== 'done') ? POLL_MS : false),
    staleTime: 0,
  });

interface SealingsProps {
  place: Place;
  version: number;
  definition: Definition;
}

/** How far the values of the past are sealed since this version, and which files had left before. */
export function SealingOfVersion({ place, version, definition }: SealingsProps) {
  const text = useMessages(sealingMessages);
  const language = useLanguage();
  const formats = useFormats();
  const { data } = useQuery(sealingsQuery(place));
  const sealing = data?.sealings.find((one) => one.version === version);
  if (!sealing) return null;
  const { status, fields, seenCount, entryCount, sealedCount, exports, exportCount } = sealing;
  const labels = fields
    .map((key) => definition.fields.find((field) => field.key === key)?.label[language] ?? key)
    .join(', ');
  return (
    <>
      {status === 'done' ? (
        <p>{text.done(labels, sealedCount, formats.number(sealedCount))}</p>
      ) : (
        <ProgressBar
          label={
            status === 'waiting'
              ? text.waiting(labels)
              : text.running(labels, entryCount, formats.number(seenCount), formats.number(entryCount))
          }
          value={entryCount === 0 ? 0 : (100 * seenCount) / entryCount}
        />
      )}
      <PastExports exports={exports} count={exportCount} definition={definition} />
    </>
  );
}
