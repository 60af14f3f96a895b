import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { rolesQuery, type Role } from './queries.ts';
import { RoleDialog } from './RoleDialog.tsx';
import { RoleList } from './RoleList.tsx';

type Doing = { what: 'create' } | { what: 'change' | 'remove'; role: Role };

/** What the members may be given: the program's roles in words, and the organisation's own. */
export function RolesPage() {
  const text = useMessages(messages);
  const { id, name, may } = useOrganisation();
  const roles = useQuery(rolesQuery(id));
  const [doing, setDoing] = useState<Doing>();
  const mayWrite = may('role.write');
  const done = () => setDoing(undefined);
  const create = mayWrite && (
    <Button variant="primary" icon="add" onPress={() => setDoing({ what: 'create' })}>
      {text.rolePage.create}
    </Button>
  );
  const own = roles.data?.roles.filter((role) => role.code === null) ?? [];
  const ofProgram = roles.data?.roles.filter((role) => role.code !== null) ?? [];
  return (
    <div className="f-page">
      <PageHeader
        title={text.rolePage.title}
        windowTitle={`${text.rolePage.title} · ${name}`}
        description={text.rolePage.description}
        actions={create}
      />
      {roles.isPending && <SkeletonLines lines={8} />}
      {roles.isError && (
        <ErrorState error={roles.error} onRetry={() => void roles.refetch()} isRetrying={roles.isRefetching} />
      )}
      {roles.isSuccess && (
        <>
          <Card title={text.rolePage.own} isFlush={own.length > 0}>
            {own.length === 0 ? (
              <EmptyState icon="shield" title={text.rolePage.empty}>
                {text.rolePage.emptyText}
              </EmptyState>
            ) : (
              <RoleList
                label={text.rolePage.own}
                roles={own}
                {...(mayWrite && {
                  onChange: (role) => setDoing({ what: 'change', role }),
                  onRemove: (role) => setDoing({ what: 'remove', role }),
                })}
              />
            )}
          </Card>
          <Card title={text.rolePage.ofProgram} description={text.rolePage.ofProgramText} isFlush>
            <RoleList label={text.rolePage.ofProgram} roles={ofProgram} />
          </Card>
        </>
      )}
      {doing?.what === 'create' && <RoleDialog onClose={done} />}
      {doing?.what === 'change' && <RoleDialog role={doing.role} onClose={done} />}
      {doing?.what === 'remove' && <Removal role={doing.role} onClose={done} />}
    </div>
  );
}

function Removal({ role, onClose }: { role: Role; onClose: () => void }) {
  const text = useMessages(messages).rolePage;
  const { id: organisation } = useOrganisation();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const remove = useMutation({
    mutationFn: () =>
      call('DELETE /organisations/{organisation}/roles/{role}', { params: { organisation, role: role.id } }),
    onSuccess: () => toast({ title: text.removed(role.name) }),
    onError: tellFailure,
    onSettled: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: rolesQuery(organisation).queryKey });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text.removeTitle(role.name)}
      action={text.remove}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      isDanger
    >
      {text.removeText}
    </ConfirmDialog>
  );
}
