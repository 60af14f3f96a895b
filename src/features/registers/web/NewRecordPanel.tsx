import { useNavigate } from '@tanstack/react-router';
import { useLanguage, useMessages } from '#web/language.ts';
import { Panel } from '#web/ui/Panel.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { RecordForm } from './RecordForm.tsx';
import { useAddresses, useRegister } from './register.ts';

export function NewRecordPanel() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { register } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const close = () => void navigate({ href: addresses.table });
  return (
    <Panel title={text.newRecord} subtitle={register.name[language]} isOpen onClose={close}>
      <RecordForm
        onDone={(record) => {
          toast({ title: text.created(record.title || text.nameless) });
          void navigate({ href: addresses.record(record.id), replace: true, ignoreBlocker: true });
        }}
        onCancel={close}
      />
    </Panel>
  );
}
