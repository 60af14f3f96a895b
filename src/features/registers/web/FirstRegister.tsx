import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '#web/client.ts';
import type { Contracts } from '#web/contracts.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { messages } from './messages.ts';
import { registerHref, registersQuery } from './queries.ts';
import { useTellFailure } from '#web/ui/useTellFailure.ts';

type Draft = Contracts['POST /organisations/{organisation}/registers']['body'];

/** An organisation without registers: who may make one can begin with the members' register that comes with the program. */
export function FirstRegister() {
  const text = useMessages(messages);
  const { id: organisation, slug, may } = useOrganisation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const tell = useTellFailure();
  const make = useMutation({
    mutationFn: async () => {
      const template = await import('../../../../templates/association/members.json', { with: { type: 'json' } });
      const body = { key: 'members', definition: template.default } as Draft;
      return call('POST /organisations/{organisation}/registers', { params: { organisation }, body });
    },
    onSuccess: async (register) => {
      await queries.invalidateQueries({ queryKey: registersQuery(organisation).queryKey });
      await navigate({ href: registerHref(slug, register) });
    },
    onError: tell,
  });
  return (
    <EmptyState
      icon="register"
      title={text.noRegistersTitle}
      {...(may('register.write') && {
        action: (
          <Button variant="primary" icon="add" isPending={make.isPending} onPress={() => make.mutate()}>
            {text.makeMembersRegister}
          </Button>
        ),
      })}
    >
      {may('register.write') ? text.noRegistersTextMaker : text.noRegistersText}
    </EmptyState>
  );
}
