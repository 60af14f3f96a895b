import { lazy, Suspense, useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Popover } from '#web/ui/Popover.tsx';
import { SearchField } from '#web/ui/SearchField.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import { replaceFilters, type Filter, type View } from './view.ts';

const FilterEditor = lazy(() => import('./FilterEditor.tsx'));
const SummaryChooser = lazy(() => import('./SummaryChooser.tsx'));
const ColumnChooser = lazy(() => import('./ColumnChooser.tsx'));

const SEARCH_WAIT_MS = 250;

interface RegisterToolbarProps {
  ref: Ref<HTMLDivElement>;
  view: View;
  onShow: (view: View, step?: 'push' | 'replace') => void;
  onFilters: (filters: readonly Filter[]) => void;
  hiddenColumns: ReadonlySet<string>;
  onHiddenColumns: (hidden: readonly string[]) => void;
  /** What stands before the search. */
  children: ReactNode;
}

export function RegisterToolbar(props: RegisterToolbarProps) {
  const { ref, view, onShow, onFilters, hiddenColumns, onHiddenColumns, children } = props;
  const text = useMessages(messages);
  const { fields } = useRegister();
  const [typed, setTyped] = useTypedSearch(view, onShow);
  return (
    <div className="f-toolbar" ref={ref}>
      {children}
      <div className="f-toolbar-work">
        {fields.some(({ isSearchable }) => isSearchable) && (
          <SearchField label={text.search} value={typed} onChange={setTyped} />
        )}
        {fields.some(({ isFilterable }) => isFilterable) && (
          <Popover
            label={text.filter}
            renderTrigger={(trigger) => (
              <Button {...trigger} icon="filter" variant="quiet" isCompact>
                {text.filter}
              </Button>
            )}
          >
            {(close) => (
              <Suspense fallback={<SkeletonLines lines={3} />}>
                <FilterEditor
                  fields={fields}
                  filters={view.filters}
                  onChange={(field, chosen) => onFilters(replaceFilters(view.filters, field, chosen))}
                  onClose={close}
                />
              </Suspense>
            )}
          </Popover>
        )}
        <Popover
          label={text.columns}
          hasHeading
          renderTrigger={(trigger) => (
            <Button {...trigger} icon="columns" variant="quiet" isCompact>
              {text.columns}
            </Button>
          )}
        >
          <Suspense fallback={<SkeletonLines lines={3} />}>
            <ColumnChooser fields={fields} hidden={hiddenColumns} onChange={onHiddenColumns} />
          </Suspense>
        </Popover>
        {fields.some(({ isFilterable }) => isFilterable) && (
          <Popover
            label={text.summary}
            hasHeading
            renderTrigger={(trigger) => (
              <Button {...trigger} icon="register" variant="quiet" isCompact>
                {text.summary}
              </Button>
            )}
          >
            <Suspense fallback={<SkeletonLines lines={3} />}>
              <SummaryChooser fields={fields} shown={view} onShow={onShow} />
            </Suspense>
          </Popover>
        )}
      </div>
    </div>
  );
}

/** What is typed is shown at once and searched for when the hand rests; the way back (the browser's) is followed too. */
function useTypedSearch(view: View, onShow: RegisterToolbarProps['onShow']): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(view.search);
  const [asked, setAsked] = useState(view.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (view.search !== asked) {
    setAsked(view.search);
    setTyped(view.search);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setAsked(next);
      onShow({ ...view, search: next }, view.search === '' ? 'push' : 'replace');
    }, SEARCH_WAIT_MS);
  };
  return [typed, type];
}
