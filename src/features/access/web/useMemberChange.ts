import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { organisationQuery, useOrganisation } from '#web/organisation.ts';
import { sessionQuery } from '#web/session.ts';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { membersQuery, rolesQuery, type Member } from './queries.ts';

/** After anything that changes a membership. It may be one's own: then what one may do here has changed too. */
export function useMembersChanged(): (member: Pick<Member, 'id'>) => Promise<void> {
  const { id, me } = useOrganisation();
  const queries = useQueryClient();
  return async (member) => {
    const keys: QueryKey[] = [membersQuery(id).queryKey, rolesQuery(id).queryKey];
    if (member.id === me.membershipId) keys.push(organisationQuery(id).queryKey, sessionQuery.queryKey);
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}

/** Suspends, lets back in and removes. */
export function useMemberChange(onDone?: () => void) {
  const text = useMessages(messages).members;
  const { id: organisation } = useOrganisation();
  const changed = useMembersChanged();
  const tellFailure = useTellFailure();
  const setStatus = useMutation({
    mutationFn: ({ member, status }: { member: Member; status: Member['status'] }) =>
      call('PATCH /organisations/{organisation}/members/{member}', {
        params: { organisation, member: member.id },
        body: { status },
      }),
    onSuccess: async (_, { member, status }) => {
      const { displayName } = member;
      toast({ title: status === 'active' ? text.resumedDone(displayName) : text.suspendedDone(displayName) });
      onDone?.();
      await changed(member);
    },
    onError: tellFailure,
  });
  const remove = useMutation({
    mutationFn: (member: Member) =>
      call('DELETE /organisations/{organisation}/members/{member}', { params: { organisation, member: member.id } }),
    onSuccess: async (_, member) => {
      toast({ title: text.removedDone(member.displayName) });
      onDone?.();
      await changed(member);
    },
    onError: tellFailure,
  });
  return {
    suspend: (member: Member) => setStatus.mutate({ member, status: 'suspended' }),
    resume: (member: Member) => setStatus.mutate({ member, status: 'active' }),
    remove: (member: Member) => remove.mutate(member),
    isPending: setStatus.isPending || remove.isPending,
  };
}
