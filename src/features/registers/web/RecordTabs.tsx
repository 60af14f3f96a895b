import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { commentsQuery } from '#features/comments/web/queries.ts';
import { useFormats, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { Tabs } from '#web/ui/Tabs.tsx';
import { messages } from './messages.ts';
import { panelMessages } from './panel-messages.ts';
import type { RecordView } from './queries.ts';
import { RecordFacts } from './RecordFacts.tsx';
import { RecordHistory } from './RecordHistory.tsx';
import { useAddresses, useRegister } from './register.ts';

const Comments = lazy(() => import('#features/comments/web/Comments.tsx'));

const TABS = ['facts', 'comments', 'history'] as const;
type Tab = (typeof TABS)[number];

/** The tab of the address: the record's own is that of its facts; a single comment's is where the comments are. */
export function useTab(): { tab: Tab; comment: string | undefined } {
  const { hash } = useLocation();
  const comment = /^comment-([0-9a-f-]{36})$/.exec(hash)?.[1];
  return { tab: comment === undefined ? (TABS.find((one) => one === hash) ?? 'facts') : 'comments', comment };
}

/** What there is to read of a record; how many comments it has stands on their tab. */
export function RecordTabs({ record }: { record: RecordView }) {
  const text = useMessages(messages);
  const { comments: commentsTitle } = useMessages(panelMessages);
  const formats = useFormats();
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const { tab, comment } = useTab();
  const comments = useInfiniteQuery(commentsQuery(place, record.id)).data?.pages[0];
  return (
    <>
      {record.trashedAt !== null && (
        <div className="r-in-trash">
          <Banner tone="warning" title={text.inTrashSince(formats.dateTime(record.trashedAt))} />
        </div>
      )}
      <Tabs
        label={text.aboutRecord}
        value={tab}
        onChange={(next) =>
          void navigate({ href: addresses.record(record.id, next === 'facts' ? '' : next), replace: true })
        }
        tabs={[
          { id: 'facts', title: text.facts, content: <RecordFacts key={record.id} record={record} /> },
          {
            id: 'comments',
            title: commentsTitle,
            ...(comments && comments.count > 0 && { count: formats.number(comments.count) }),
            content: (
              <Suspense fallback={<SkeletonLines lines={6} />}>
                <Comments
                  key={record.id}
                  place={place}
                  record={record.id}
                  isInTrash={record.trashedAt !== null}
                  target={comment}
                />
              </Suspense>
            ),
          },
          { id: 'history', title: text.history, content: <RecordHistory key={record.id} record={record.id} /> },
        ]}
      />
    </>
  );
}
