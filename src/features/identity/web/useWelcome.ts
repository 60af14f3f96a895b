import { useNavigate } from '@tanstack/react-router';
import type { Output } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { toast } from '#web/ui/Toast.tsx';
import { rememberAddress } from './address.ts';
import { messages } from './messages.ts';

export type Invitation = Output<'POST /invitations/views'>;

/** Goes to the organisation that was joined, and says so. */
export function useWelcome(organisation: Invitation['organisation']): () => void {
  const text = useMessages(messages);
  const navigate = useNavigate();
  return () => {
    rememberAddress(organisation.slug);
    toast({ title: text.invitation.welcome(organisation.name) });
    void navigate({ href: `/o/${organisation.slug}` });
  };
}
