import { useQuery } from '@tanstack/react-query';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { ComboBox } from '#web/ui/ComboBox.tsx';
import { call } from '#web/client.ts';
import { messages } from './messages.ts';

interface MemberFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  isRequired: boolean;
}

/** Somebody of the organisation, by name. */
export function MemberField({ label, name, value, onChange, isRequired }: MemberFieldProps) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const members = useQuery({
    queryKey: ['member-names', organisation],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/member-names', { params: { organisation }, signal }),
    staleTime: 60_000,
  });
  return (
    <ComboBox
      label={label}
      name={name}
      options={(members.data?.members ?? []).map(({ id, name: called }) => ({ id, label: called }))}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      placeholder={text.searchMembers}
      isRequired={isRequired}
    />
  );
}
