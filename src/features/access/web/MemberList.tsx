import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { MoreMenu } from '#web/ui/Menu.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { ChangeMemberDialog } from './ChangeMemberDialog.tsx';
import { MemberConfirmation } from './MemberConfirmation.tsx';
import { messages } from './messages.ts';
import { membersQuery, rolesQuery, type Member } from './queries.ts';
import { roleName } from './role-words.ts';
import { useMemberChange } from './useMemberChange.ts';

type Doing = { what: 'change' | 'suspend' | 'remove'; member: Member };

export function MemberList() {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const { id, me, may } = useOrganisation();
  const members = useInfiniteQuery(membersQuery(id));
  const roles = useQuery({ ...rolesQuery(id), enabled: may('organisation.read') });
  const [doing, setDoing] = useState<Doing>();
  const change = useMemberChange();

  if (members.isError || roles.isError) {
    const failed = members.isError ? members : roles;
    return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} isRetrying={failed.isRefetching} />;
  }
  if (members.isPending || roles.isLoading) return <SkeletonLines lines={6} />;

  const rolesOf = (member: Member) => (roles.data?.roles ?? []).filter((role) => member.roleIds.includes(role.id));
  // Nobody has a say over a member who may more than they do.
  const mayChange = (member: Member) =>
    may('member.write') && rolesOf(member).every((role) => role.permissions.every(may));
  const done = () => setDoing(undefined);
  return (
    <>
      <Card isFlush>
        <RowList
          label={text.members.title}
          rows={members.data.pages.flatMap((page) => page.members)}
          rowKey={(member) => member.id}
          lead={({ displayName }) => <Avatar name={displayName} />}
          title={(member) => (
            <>
              {member.displayName}
              {member.id === me.membershipId && <Badge tone="accent">{text.members.you}</Badge>}
              {member.status === 'suspended' && <Badge tone="danger">{text.members.suspended}</Badge>}
            </>
          )}
          detail={({ lastSeenAt, createdAt }) =>
            `${lastSeenAt ? text.members.lastSeen(formats.ago(lastSeenAt)) : text.members.neverSeen}, ${text.members.since(formats.date(createdAt))}`
          }
          end={(member) =>
            member.roleIds.length === 0 ? (
              <Badge>{text.members.noRoles}</Badge>
            ) : (
              rolesOf(member).map((role) => <Badge key={role.id}>{roleName(role, language)}</Badge>)
            )
          }
          action={(member) =>
            mayChange(member) && (
              <MoreMenu
                of={member.displayName}
                items={[
                  { label: text.members.change, icon: 'edit', onAction: () => setDoing({ what: 'change', member }) },
                  'separator',
                  member.status === 'active'
                    ? {
                        label: text.members.suspend,
                        icon: 'lock',
                        onAction: () => setDoing({ what: 'suspend', member }),
                      }
                    : { label: text.members.resume, icon: 'restore', onAction: () => change.resume(member) },
                  {
                    label: text.members.remove,
                    icon: 'trash',
                    tone: 'danger',
                    onAction: () => setDoing({ what: 'remove', member }),
                  },
                ]}
              />
            )
          }
        />
      </Card>
      {members.hasNextPage && (
        <Button isWide onPress={() => void members.fetchNextPage()} isPending={members.isFetchingNextPage}>
          {text.showMore}
        </Button>
      )}
      {doing?.what === 'change' && (
        <ChangeMemberDialog member={doing.member} roles={roles.data?.roles ?? []} onClose={done} />
      )}
      {doing && doing.what !== 'change' && (
        <MemberConfirmation what={doing.what} member={doing.member} onClose={done} />
      )}
    </>
  );
}
