import { useNavigate } from '@tanstack/react-router';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Menu } from '#web/ui/Menu.tsx';
import { download, exportHref } from './export-href.ts';
import { messages } from './messages.ts';
import { useAddresses, useRegister } from './register.ts';
import type { Selection } from './view.ts';

interface RegisterActionsProps {
  selection: Selection;
  hasShortcuts: boolean;
  onShortcuts: (isOn: boolean) => void;
}

export function RegisterActions({ selection, hasShortcuts, onShortcuts }: RegisterActionsProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { may, slug } = useOrganisation();
  const { place, register } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const exportAs = (kind: 'csv' | 'xlsx' | 'json', label: string) =>
    may('record.export') && {
      label,
      icon: 'download' as const,
      onAction: () => download(exportHref(place, kind, selection, language)),
    };
  return (
    <>
      {may('record.write') && (
        <Button variant="primary" icon="add" isCompact onPress={() => void navigate({ href: addresses.newRecord })}>
          {text.newRecord}
        </Button>
      )}
      <Menu
        label={text.moreOfRegister}
        items={[
          may('register.write') && { label: text.design, icon: 'settings', href: addresses.design },
          may('record.import') && { label: text.importFile, icon: 'upload', href: addresses.imports },
          exportAs('xlsx', text.exportXlsx),
          exportAs('csv', text.exportCsv),
          exportAs('json', text.exportJson),
          may('record.trash') && { label: text.trash, icon: 'trash', href: addresses.trash },
          may('journal.read') && {
            label: text.journalOf,
            icon: 'clock',
            href: `/o/${slug}/journal?target=${register.id}`,
          },
          'separator',
          {
            choice: text.shortcuts,
            value: hasShortcuts ? 'on' : 'off',
            onChange: (id) => onShortcuts(id === 'on'),
            options: [
              { id: 'on', label: text.shortcutsOn },
              { id: 'off', label: text.shortcutsOff },
            ],
          },
        ]}
      />
    </>
  );
}
