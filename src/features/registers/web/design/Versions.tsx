import { useInfiniteQuery, infiniteQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Output } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import type { Place } from '../queries.ts';
import { useRegister } from '../register.ts';
import { ChangeList } from './ChangeList.tsx';
import { describeChanges, factsOf } from './changes.ts';
import type { Definition } from './design.ts';
import { useDesigner } from './designer.ts';
import { FormPreview } from './FormPreview.tsx';
import { messages } from './messages.ts';
import { SealingOfVersion } from './Sealings.tsx';
import { TypeIcon } from './TypeIcon.tsx';
import { useNameOf } from './useNameOf.ts';

type Version = Output<'GET /organisations/{organisation}/registers/{register}/definition/versions'>['versions'][number];

const PAGE_SIZE = 20;

const versionsQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: ['definition-versions', place.organisation, place.register],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/registers/{register}/definition/versions', {
        params: { ...place },
        query: { limit: PAGE_SIZE, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });

/** Every version that was saved: who, when, and what it changed. */
export function Versions() {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const nameOf = useNameOf();
  const { place } = useRegister();
  const { saved } = useDesigner();
  const versions = useInfiniteQuery(versionsQuery(place));
  const [shown, setShown] = useState<Version>();
  if (versions.isPending) return <SkeletonLines lines={6} />;
  if (versions.isError) {
    return (
      <ErrorState error={versions.error} onRetry={() => void versions.refetch()} isRetrying={versions.isRefetching} />
    );
  }
  const read = versions.data.pages.flatMap((page) => page.versions);
  // What the oldest of a page changed is known with the next page.
  const told = versions.hasNextPage ? read.slice(0, -1) : read;
  const whoOf = ({ actor }: Version) =>
    actor.kind === 'account' || actor.kind === 'key'
      ? (actor.name ?? text.somebody)
      : (text.machines[actor.name ?? ''] ?? text.somebody);
  return (
    <div className="v-stack">
      <p className="v-description">{text.versionsText}</p>
      <ol className="d-versions" aria-label={text.versions}>
        {told.map((version, index) => {
          const before = read[index + 1];
          return (
            <li key={version.version} className="d-version">
              <div className="d-version-head">
                <span className="d-version-title">
                  <strong>{text.version(version.version)}</strong>
                  {version.version === saved.version && <Badge tone="accent">{text.inForce}</Badge>}
                </span>
                <span className="v-muted">
                  {whoOf(version)} · <time dateTime={version.at}>{formats.dateTime(version.at)}</time>
                </span>
                <Button
                  size="small"
                  onPress={() => setShown(version)}
                  aria-label={`${text.showVersion} ${version.version}`}
                >
                  {text.showVersion}
                </Button>
              </div>
              {before ? (
                <VersionChanges before={before.definition} after={version.definition} nameOf={nameOf} />
              ) : (
                <p className="v-muted">{text.madeRegister}</p>
              )}
              <SealingOfVersion place={place} version={version.version} definition={version.definition} />
            </li>
          );
        })}
      </ol>
      {versions.hasNextPage && (
        <div>
          <Button isPending={versions.isFetchingNextPage} onPress={() => void versions.fetchNextPage()}>
            {text.older}
          </Button>
        </div>
      )}
      {shown && (
        <Dialog
          isOpen
          onClose={() => setShown(undefined)}
          size="large"
          title={`${shown.definition.name[language]}, ${text.version(shown.version).toLowerCase()}`}
        >
          <DefinitionView definition={shown.definition} />
        </Dialog>
      )}
    </div>
  );
}

interface VersionChangesProps {
  before: Definition;
  after: Definition;
  nameOf: (id: string) => string;
}

function VersionChanges({ before, after, nameOf }: VersionChangesProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const changes = describeChanges(before, after, { text, language, nameOf });
  return changes.length === 0 ? (
    <p className="v-muted">{text.nothingTold}</p>
  ) : (
    <ChangeList changes={changes} label={text.settings.name} />
  );
}

/** A definition to be read: its fields with what is said of each, and the form it made. */
function DefinitionView({ definition }: { definition: Definition }) {
  const text = useMessages(messages);
  const language = useLanguage();
  return (
    <div className="v-columns">
      <ul className="d-changes" aria-label={text.fields}>
        {definition.fields.map((field) => (
          <li key={field.key} className="d-version-field" data-retired={field.isRetired || undefined}>
            <span className="d-item-type">
              <TypeIcon type={field.type} />
            </span>
            <span className="d-item-words">
              <strong>{field.label[language]}</strong>
              <small className="v-muted">{factsOf(field, text)}</small>
              {field.purpose !== '' && <small className="v-muted">{field.purpose}</small>}
            </span>
          </li>
        ))}
      </ul>
      <FormPreview definition={definition} />
    </div>
  );
}
