import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { messages } from './messages.ts';
import type { Member } from './queries.ts';
import { useMemberChange } from './useMemberChange.ts';

interface MemberConfirmationProps {
  what: 'suspend' | 'remove';
  member: Member;
  onClose: () => void;
}

export function MemberConfirmation({ what, member, onClose }: MemberConfirmationProps) {
  const text = useMessages(messages).members;
  const { me } = useOrganisation();
  const change = useMemberChange(onClose);
  const isOwn = member.id === me.membershipId;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={what === 'suspend' ? text.suspendTitle(member.displayName) : text.removeTitle(member.displayName)}
      action={what === 'suspend' ? text.suspend : text.remove}
      onConfirm={() => (what === 'suspend' ? change.suspend(member) : change.remove(member))}
      isPending={change.isPending}
      isDanger
    >
      <div className="v-stack">
        <p>{what === 'suspend' ? text.suspendText : text.removeText}</p>
        {isOwn && <p>{text.removeOwnText}</p>}
      </div>
    </ConfirmDialog>
  );
}
