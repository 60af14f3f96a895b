import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Menu } from '#web/ui/Menu.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import { isSame, partsOf, useRemoveView, useSaveView, viewOf, viewsQuery, type SavedView } from './saved-views.ts';
import type { View } from './view.ts';

const SaveViewDialog = lazy(() => import('./SaveViewDialog.tsx'));

interface ViewPickerProps {
  shown: View;
  /** Fields that have a column, in order; null when all have. */
  columns: readonly string[] | null;
  onShow: (view: View) => void;
}

const ALL = ' all';

/** Saved views: choose one, see that it was changed, keep it again or under a new name, share it, remove it. */
export function ViewPicker({ shown, columns, onShow }: ViewPickerProps) {
  const text = useMessages(messages);
  const { may } = useOrganisation();
  const { place } = useRegister();
  const views = useQuery(viewsQuery(place)).data?.views ?? [];
  const current = views.find(({ id }) => id === shown.saved);
  const [dialog, setDialog] = useState<{ of: SavedView | undefined }>();
  const save = useSaveView(place);
  const remove = useRemoveView(place);
  const tellFailure = useTellFailure();
  const parts = partsOf(shown, columns);
  const isChanged = current !== undefined && !isSame(current.view, parts);
  // What is shown began from this version; one that somebody else has saved since is not written over unseen.
  const [begun, setBegun] = useState(current);
  if (current !== begun && (!isChanged || current?.id !== begun?.id)) setBegun(current);
  const mayKeep = may('view.write');
  if (views.length === 0 && !mayKeep) return null;

  const keep = (of: SavedView | undefined, name: string, sharedWith: string[] | null) =>
    save.mutate(
      { of, draft: { name, sharedWith, view: of && of.id !== current?.id ? of.view : parts } },
      {
        onSuccess: (saved) => {
          setDialog(undefined);
          toast({ title: text.viewSaved(saved.name) });
          onShow({ ...shown, saved: saved.id });
        },
        ...(!dialog && { onError: tellFailure }),
      },
    );
  return (
    <>
      <Menu
        label={text.views}
        placement="bottom start"
        renderTrigger={(trigger) => (
          <Button {...trigger} icon="eye" variant="quiet">
            {current ? `${current.name}${isChanged ? ' •' : ''}` : text.allRecords}
          </Button>
        )}
        items={[
          {
            choice: text.views,
            value: current?.id ?? ALL,
            options: [
              { id: ALL, label: text.allRecords },
              ...views.map(({ id, name, sharedWith }) => ({
                id,
                label: name,
                ...(sharedWith !== null && { icon: 'users' as const }),
              })),
            ],
            onChange: (id) => {
              const chosen = views.find((one) => one.id === id);
              onShow(chosen ? viewOf(chosen) : { search: '', sort: [], filters: [] });
            },
          },
          mayKeep && 'separator',
          mayKeep &&
            current &&
            isChanged && {
              label: text.saveChangedView(current.name),
              icon: 'check',
              onAction: () => keep(begun, current.name, current.sharedWith),
            },
          mayKeep && { label: text.saveViewAs, icon: 'add', onAction: () => setDialog({ of: undefined }) },
          mayKeep && current && { label: text.changeView, icon: 'edit', onAction: () => setDialog({ of: begun }) },
          mayKeep &&
            current && {
              label: text.removeView,
              icon: 'trash',
              tone: 'danger',
              onAction: () =>
                remove.mutate(current.id, {
                  onError: tellFailure,
                  onSuccess: () => {
                    toast({ title: text.viewRemoved(current.name) });
                    onShow({ search: '', sort: [], filters: [] });
                  },
                }),
            },
        ]}
      />
      {dialog && (
        <Suspense>
          <SaveViewDialog
            of={dialog.of}
            error={save.error}
            isPending={save.isPending}
            onClose={() => {
              save.reset();
              setDialog(undefined);
            }}
            onSave={({ name, sharedWith }) => keep(dialog.of, name, sharedWith)}
          />
        </Suspense>
      )}
    </>
  );
}
