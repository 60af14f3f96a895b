import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import { useFormats, useMessages } from '#web/language.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { sessionsKey, sessionsQuery } from './sessions.ts';

export function SessionsCard() {
  const text = useMessages(messages).account;
  const tellFailure = useTellFailure();
  const formats = useFormats();
  const queries = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (session: string) => call('DELETE /sessions/{session}', { params: { session } }),
    onSuccess: () => toast({ title: text.sessionEnded }),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
  return (
    <Card title={text.sessions} description={text.sessionsText} isFlush={sessions.isSuccess}>
      {sessions.isPending && <SkeletonLines lines={3} />}
      {sessions.isError && (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} isRetrying={sessions.isRefetching} />
      )}
      {sessions.isSuccess && (
        <RowList
          label={text.sessions}
          rows={sessions.data.sessions}
          rowKey={({ id }) => id}
          lead={() => <Icon name="monitor" size={22} />}
          title={({ device, isThis }) => (
            <>
              {device}
              {isThis && <Badge tone="success">{text.thisSession}</Badge>}
            </>
          )}
          detail={({ lastSeenAt, createdAt }) =>
            `${text.lastSeen(formats.ago(lastSeenAt))}, ${text.signedInAt(formats.dateTime(createdAt))}`
          }
          action={({ id, device, isThis }) =>
            !isThis && (
              <Button
                size="small"
                aria-label={text.endSessionOf(device)}
                isPending={end.isPending && end.variables === id}
                onPress={() => end.mutate(id)}
              >
                {text.endSession}
              </Button>
            )
          }
        />
      )}
    </Card>
  );
}
