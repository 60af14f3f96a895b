import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useMessages } from '#web/language.ts';
import { Icon } from '#web/ui/Icon.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import type { RecordView } from './queries.ts';
import { useRecordActions } from './useRecordActions.ts';

const load = () => import('#web/ui/MenuList.tsx');
const MenuList = lazy(load);

interface Opened {
  record: RecordView;
  button: HTMLButtonElement;
  isOpen: boolean;
}

/** A row's actions behind one plain button each, and one menu for all of them: hundreds of menus would slow the scroll. */
export function useRowMenu(): { renderButton: (record: RecordView) => ReactNode; menu: ReactNode } {
  const more = useMessages(kit).more;
  const [opened, setOpened] = useState<Opened>();
  const renderButton = useCallback(
    (record: RecordView) => (
      <button
        type="button"
        id={`more-${record.id}`}
        className="r-row-more"
        aria-label={`${more}: ${record.title}`}
        aria-haspopup="menu"
        tabIndex={-1}
        onFocus={() => void load()}
        onPointerEnter={() => void load()}
        onClick={(event) => setOpened({ record, button: event.currentTarget, isOpen: true })}
      >
        <Icon name="more" />
      </button>
    ),
    [more],
  );
  const menu = opened && (
    <Suspense>
      <OpenedMenu {...opened} onClose={() => setOpened({ ...opened, isOpen: false })} />
    </Suspense>
  );
  return { renderButton, menu };
}

function OpenedMenu({ record, button, isOpen, onClose }: Opened & { onClose: () => void }) {
  const more = useMessages(kit).more;
  const trigger = useMemo(() => ({ current: button }), [button]);
  const actions = useRecordActions(record, { hasOpen: true });
  return (
    <MenuList
      label={`${more}: ${record.title}`}
      placement="bottom end"
      items={actions}
      trigger={trigger}
      triggerId={`more-${record.id}`}
      isOpen={isOpen}
      onClose={onClose}
    />
  );
}
