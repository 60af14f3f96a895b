import { useQuery } from '@tanstack/react-query';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Tag } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { ComboBox } from '#web/ui/ComboBox.tsx';
import { DateField } from '#web/ui/DateField.tsx';
import { Select } from '#web/ui/Select.tsx';
import { messages } from './messages.ts';
import { membersQuery, type JournalView } from './queries.ts';

/** More members than this are found by typing. */
const SELECT_MAX = 15;
const ANYBODY = 'anybody';

interface JournalFiltersProps {
  view: JournalView;
  onShow: (view: JournalView) => void;
}

export function JournalFilters({ view, onShow }: JournalFiltersProps) {
  const text = useMessages(messages);
  const organisation = useOrganisation();
  const members = useQuery({ ...membersQuery(organisation.id), enabled: organisation.may('member.read') });
  const options = (members.data?.members ?? []).map(({ id, displayName }) => ({ id, label: displayName }));

  const set = <Name extends keyof JournalView>(name: Name, value: JournalView[Name] | null) => {
    const { [name]: _, ...rest } = view;
    onShow(value === null || value === undefined ? rest : { ...rest, [name]: value });
  };
  const { kind = 'all' } = view;
  return (
    <section className="j-filters" aria-label={text.filters}>
      <Select
        label={text.kind}
        value={kind}
        onChange={(id) => set('kind', id === 'all' ? null : (id as 'access' | 'change'))}
        options={(['all', 'access', 'change'] as const).map((id) => ({ id, label: text.kinds[id] }))}
      />
      {options.length > SELECT_MAX ? (
        <ComboBox
          label={text.member}
          options={options}
          value={view.member ?? null}
          placeholder={text.anybody}
          onChange={(id) => set('member', id)}
        />
      ) : (
        options.length > 0 && (
          <Select
            label={text.member}
            value={view.member ?? ANYBODY}
            onChange={(id) => set('member', id === ANYBODY ? null : id)}
            options={[{ id: ANYBODY, label: text.anybody }, ...options]}
          />
        )
      )}
      <DateField label={text.from} value={view.from ?? null} onChange={(day) => set('from', day)} />
      <DateField label={text.to} value={view.to ?? null} onChange={(day) => set('to', day)} />
      {Object.keys(view).length > 0 && (
        <div className="j-narrowed">
          {view.target && <Tag onRemove={() => set('target', null)}>{text.onlyTarget}</Tag>}
          <Button variant="quiet" size="small" onPress={() => onShow({})}>
            {text.clear}
          </Button>
        </div>
      )}
    </section>
  );
}
