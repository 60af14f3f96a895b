import './comments.css';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { registerHref, registersQuery } from '#features/registers/web/queries.ts';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Badge } from '#web/ui/Badge.tsx';
import { Button, IconButton } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { CommentText } from './CommentText.tsx';
import { useMarkRead } from './comment-store.ts';
import { messages } from './messages.ts';
import { mentionsKey, mentionsQuery, type Mention } from './queries.ts';

/** Where one was mentioned, latest first. Following one to its comment reads it. */
export function MentionsPage() {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const query = useInfiniteQuery(mentionsQuery(organisation));
  const mentions = query.data?.pages.flatMap((page) => page.mentions) ?? [];
  const unread = mentions.filter(({ readAt }) => readAt === null).length;
  return (
    <div className="f-page">
      <PageHeader
        title={text.mentions}
        description={text.mentionsText}
        {...(unread > 0 && { actions: <MarkAll latest={mentions[0]} /> })}
      />
      {query.isPending ? (
        <SkeletonLines lines={8} />
      ) : query.isError && mentions.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />
      ) : mentions.length === 0 ? (
        <EmptyState icon="bell" title={text.noMentions}>
          {text.noMentionsText}
        </EmptyState>
      ) : (
        <>
          <MentionList mentions={mentions} />
          {query.hasNextPage && (
            <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {text.olderMentions}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function MarkAll({ latest }: { latest: Mention | undefined }) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const all = useMutation({
    mutationFn: (upTo: string) =>
      call('PUT /organisations/{organisation}/mentions/reading', { params: { organisation }, body: { upTo } }),
    onError: tellFailure,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: mentionsKey(organisation) });
      toast({ title: text.allRead });
    },
  });
  return (
    <Button icon="check" isPending={all.isPending} onPress={() => latest && all.mutate(latest.id)}>
      {text.markAll}
    </Button>
  );
}

function MentionList({ mentions }: { mentions: readonly Mention[] }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const markRead = useMarkRead(useOrganisation().id);
  const nameOf = ({ author }: Mention) => author.name ?? text.formerMember;
  return (
    <Card isFlush>
      <RowList
        label={text.mentions}
        rows={mentions}
        rowKey={({ id }) => id}
        lead={(mention) => <Avatar name={nameOf(mention)} />}
        title={(mention) => (
          <>
            <span>
              {nameOf(mention)} {text.mentionedYou} <RecordLink mention={mention} />
            </span>
            {mention.readAt === null && <Badge tone="accent">{text.unread}</Badge>}
          </>
        )}
        detail={(mention) => (
          <span className="c-excerpt">
            <CommentText text={mention.text} names={mention.names} />
          </span>
        )}
        end={({ createdAt }) => (
          <time dateTime={createdAt} title={formats.dateTime(createdAt)}>
            {formats.ago(createdAt)}
          </time>
        )}
        action={({ id, readAt }) =>
          readAt === null && <IconButton icon="check" label={text.markRead} onPress={() => void markRead([id])} />
        }
      />
    </Card>
  );
}

/** To the comment, in its record, in its register; nowhere for who may not see which registers there are. */
function RecordLink({ mention: { record, comment } }: { mention: Mention }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { id: organisation, slug, may } = useOrganisation();
  const registers = useQuery({ ...registersQuery(organisation), enabled: may('register.read') });
  const register = registers.data?.registers.find(({ id }) => id === record.register);
  const title = record.title || text.nameless;
  if (!register) return title;
  return (
    <>
      <Link href={`${registerHref(slug, register)}/records/${record.id}#comment-${comment}`}>{title}</Link>
      <span className="v-muted"> · {register.name[language]}</span>
    </>
  );
}
