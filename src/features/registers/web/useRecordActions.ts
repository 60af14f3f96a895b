import { useNavigate } from '@tanstack/react-router';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import type { MenuProps } from '#web/ui/Menu.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import type { RecordView } from './queries.ts';
import { useRestore, useTrash } from './record-store.ts';
import { useAddresses, useAddressPart, useRegister } from './register.ts';
import { useTellFailure } from '#web/ui/useTellFailure.ts';

/** What may be done with a record, for the menu of its row and of its panel. */
export function useRecordActions(record: RecordView, { hasOpen }: { hasOpen: boolean }): MenuProps['items'] {
  const text = useMessages(messages);
  const { copied } = useMessages(kit);
  const { may, slug } = useOrganisation();
  const addresses = useAddresses();
  const { href } = useRegister();
  const trash = useMoveToTrash();
  return [
    hasOpen && { label: text.open, icon: 'eye', href: addresses.record(record.id) },
    hasOpen &&
      may('record.write') &&
      record.trashedAt === null && { label: text.edit, icon: 'edit', href: addresses.edit(record.id) },
    {
      label: text.copyLink,
      icon: 'link',
      onAction: () => {
        void navigator.clipboard
          .writeText(`${location.origin}${href}/records/${record.id}`)
          .then(() => toast({ title: copied }));
      },
    },
    may('journal.read') && {
      label: text.journalOf,
      icon: 'clock',
      href: `/o/${slug}/journal?target=${record.id}`,
    },
    ...(may('record.trash') && record.trashedAt === null
      ? [
          'separator' as const,
          { label: text.toTrash, icon: 'trash' as const, tone: 'danger' as const, onAction: () => trash(record) },
        ]
      : []),
  ];
}

/** Into the trash at once, without a question: the message that it is there has the way back. */
function useMoveToTrash(): (record: RecordView) => void {
  const text = useMessages(messages);
  const { place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const opened = useAddressPart('record');
  const trash = useTrash(place);
  const restore = useRestore(place);
  const tellProblem = useTellFailure();
  // The row and the panel that asked may be gone before the answer is here: promises outlive them, callbacks do not.
  const undo = async (record: RecordView) => {
    try {
      await restore.mutateAsync(record.id);
      toast({ title: text.restored(record.title || text.nameless) });
    } catch (error) {
      tellProblem(error);
    }
  };
  return (record) => {
    const isOpened = opened === record.id;
    trash.mutateAsync(record.id).then(() => {
      if (isOpened) void navigate({ href: addresses.table });
      // The row that had the focus is gone.
      else document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
      toast({
        title: text.trashed(record.title || text.nameless),
        action: { label: text.undo, onPress: () => void undo(record) },
      });
    }, tellProblem);
  };
}
