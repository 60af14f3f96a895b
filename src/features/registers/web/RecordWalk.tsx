import { useNavigate } from '@tanstack/react-router';
import { useMessages } from '#web/language.ts';
import { IconButton } from '#web/ui/Button.tsx';
import { panelMessages } from './panel-messages.ts';
import { useShortcutsSetting } from './preferences.ts';
import { useTab } from './RecordTabs.tsx';
import { useAddresses } from './register.ts';
import { useNeighbours } from './useNeighbours.ts';
import { useShortcuts } from './useShortcuts.ts';

/** From record to record as the table has them, by button or by key, on the same tab. */
export function RecordWalk({ id }: { id: string }) {
  const text = useMessages(panelMessages);
  const addresses = useAddresses();
  const navigate = useNavigate();
  const [hasShortcuts] = useShortcutsSetting();
  const { tab } = useTab();
  const { previous, next } = useNeighbours(id);
  const show = (record: string | undefined) => {
    // One step in the browser's history, however far one walks: back is the way to the table.
    const href = record === undefined ? undefined : addresses.record(record, tab === 'facts' ? '' : tab);
    if (href !== undefined) void navigate({ href, replace: true });
  };
  const back = () => show(previous);
  const on = () => void next?.().then(show);
  useShortcuts(hasShortcuts, { j: on, k: back });
  return (
    <>
      <IconButton
        icon="chevronUp"
        label={text.previous(hasShortcuts ? 'k' : undefined)}
        isDisabled={previous === undefined}
        onPress={back}
      />
      <IconButton
        icon="chevronDown"
        label={text.next(hasShortcuts ? 'j' : undefined)}
        isDisabled={next === undefined}
        onPress={on}
      />
    </>
  );
}
