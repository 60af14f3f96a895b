import { memo } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { useLanguage, useMessages } from '#web/language.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { isSealedClass } from './abilities.ts';
import { inBoth, moveBy, moveTo, type Design, type FieldDraft } from './design.ts';
import type { Designer } from './designer.ts';
import { messages } from './messages.ts';
import { TypeIcon } from './TypeIcon.tsx';

interface FieldListProps extends Pick<Designer, 'design' | 'faults' | 'draw'> {
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/**
 * The fields in their order: chosen by a press, moved by hand, by keyboard or by Alt and an arrow. It is drawn anew when it
 * changed and there is time: a letter typed in a setting does not wait for it.
 */
export const FieldList = memo(function FieldList({ design, faults, chosen, draw, onChoose }: FieldListProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const nameOf = (field: FieldDraft) => inBoth(field.label)[language] || text.nameless;
  const move = useMoveField(design, draw);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const [id] = keys;
      if (id === undefined || target.dropPosition === 'on') return;
      const side = target.dropPosition;
      draw((now) => ({ ...now, fields: moveTo(now.fields, String(id), String(target.key), side) }), ['fields']);
    },
  });
  return (
    <div
      onKeyDownCapture={(event) => {
        const field = design.fields.find(({ id }) => id === chosen);
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || !field) return;
        event.preventDefault();
        event.stopPropagation();
        move(field, event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <GridList
        aria-label={text.fields}
        className="d-fields"
        items={design.fields}
        dependencies={[language, text, faults, design.title, design.sections]}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [id] = keys === 'all' ? [] : [...keys];
          if (id !== undefined) onChoose(String(id));
        }}
        dragAndDropHooks={dragAndDropHooks}
      >
        {(field: FieldDraft) => (
          <GridListItem
            id={field.id}
            textValue={nameOf(field)}
            className="d-item"
            data-retired={field.isRetired || undefined}
          >
            <AriaButton slot="drag" className="d-handle" aria-label={text.dragHandle(nameOf(field))}>
              <svg width="10" height="16" viewBox="0 0 10 16" fill="currentColor" aria-hidden="true">
                <path d="M2 2h2v2H2zm4 0h2v2H6zM2 7h2v2H2zm4 0h2v2H6zM2 12h2v2H2zm4 0h2v2H6z" />
              </svg>
            </AriaButton>
            <span className="d-item-type">
              <TypeIcon type={field.type} />
            </span>
            <span className="d-item-words">
              <span className="d-item-name">
                {nameOf(field)}
                {field.isRequired && (
                  <span className="v-required" aria-hidden="true">
                    *
                  </span>
                )}
              </span>
              <small className="v-muted">
                {[
                  text.types[field.type].name,
                  design.sections.find(({ id }) => id === field.section)?.label[language],
                  design.title.includes(field.id) && text.marks.isTitle,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <FieldMarks field={field} isFaulty={faults.some((fault) => fault.field === field.id)} />
          </GridListItem>
        )}
      </GridList>
    </div>
  );
});

function FieldMarks({ field, isFaulty }: { field: FieldDraft; isFaulty: boolean }) {
  const { marks } = useMessages(messages);
  return (
    <span className="d-marks">
      {field.isRequired && <span className="v-hidden">{marks.isRequired}</span>}
      {field.isUnique && (
        <span className="d-mark" title={marks.isUnique}>
          <span aria-hidden="true">1×</span>
          <span className="v-hidden">{marks.isUnique}</span>
        </span>
      )}
      {isSealedClass(field.class) && (
        <span className="d-mark" title={marks.sealed}>
          <Icon name="lock" size={15} />
          <span className="v-hidden">{marks.sealed}</span>
        </span>
      )}
      {isFaulty ? (
        <Badge tone="danger" icon="danger">
          {marks.isFaulty}
        </Badge>
      ) : field.isRetired ? (
        <Badge>{marks.isRetired}</Badge>
      ) : (
        !field.isSaved && <Badge tone="accent">{marks.isNew}</Badge>
      )}
    </span>
  );
}

/** Moves a field one step and says where it is now. */
export function useMoveField(design: Design, draw: Designer['draw']): (field: FieldDraft, step: -1 | 1) => void {
  const text = useMessages(messages);
  const language = useLanguage();
  return (field, step) => {
    const moved = moveBy(design.fields, field.id, step);
    if (moved === design.fields) return;
    draw((now) => ({ ...now, fields: moveBy(now.fields, field.id, step) }));
    const place = moved.findIndex(({ id }) => id === field.id) + 1;
    announce(text.movedTo(inBoth(field.label)[language] || text.nameless, place, moved.length));
  };
}
