import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { Tabs } from '#web/ui/Tabs.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberList } from './MemberList.tsx';
import { messages } from './messages.ts';

/** Who belongs to the organisation, and who has been asked to. */
export function MembersPage() {
  const text = useMessages(messages).members;
  const { slug, name, may } = useOrganisation();
  const { tab }: { tab?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [isInviting, setInviting] = useState(false);
  const chosen = tab === 'invitations' ? 'invitations' : 'members';
  const mayInvite = may('member.write');
  return (
    <div className="f-page">
      <PageHeader
        title={text.title}
        windowTitle={`${text.title} · ${name}`}
        description={text.description}
        actions={
          mayInvite && (
            <Button variant="primary" icon="add" onPress={() => setInviting(true)}>
              {text.invite}
            </Button>
          )
        }
      />
      <Tabs
        label={text.title}
        value={chosen}
        onChange={(id) =>
          void navigate({ href: `/o/${slug}/members${id === 'members' ? '' : `?tab=${id}`}`, replace: true })
        }
        tabs={[
          { id: 'members', title: text.tabMembers, content: <MemberList /> },
          {
            id: 'invitations',
            title: text.tabInvitations,
            content: <InvitationList onInvite={() => setInviting(true)} />,
          },
        ]}
      />
      {mayInvite && <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />}
    </div>
  );
}
