import { FromTemplate } from '#features/templates/web/FromTemplate.tsx';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { messages } from './messages.ts';

/** An organisation without registers: who may make one can begin with a template. */
export function FirstRegister() {
  const text = useMessages(messages);
  const { may } = useOrganisation();
  return (
    <EmptyState
      icon="register"
      title={text.noRegistersTitle}
      {...(may('register.write') && { action: <FromTemplate isFirst /> })}
    >
      {may('register.write') ? text.noRegistersTextMaker : text.noRegistersText}
    </EmptyState>
  );
}
