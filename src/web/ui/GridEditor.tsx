import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { EditorMove, GridCellEditor } from './grid-work.ts';

interface GridEditorProps {
  editor: GridCellEditor;
  /** The letter that began it. */
  typed: string | undefined;
  label: string;
  /** Id of what is wrong with the value, shown under the cell. */
  problemId: string | undefined;
  onDone: (written: string | undefined, move: EditorMove) => void;
}

/** A cell being written. Enter and Tab save and move on, Escape leaves it as it was, a press elsewhere saves. */
export function GridEditor({ editor, typed, label, problemId, onDone }: GridEditorProps) {
  const control = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const isDone = useRef(false);
  // While the list of choices is open it has the keys, and a choice in it is the choice.
  const isPicking = useRef(false);
  useEffect(() => {
    const element = control.current;
    if (!element) return;
    element.focus();
    if (editor.kind === 'text') {
      if (typed === undefined) element.select();
      else element.setSelectionRange(element.value.length, element.value.length);
    } else if (typed === undefined) {
      try {
        element.showPicker();
        isPicking.current = true;
      } catch {
        // A browser that wants another press first: the list opens with Space or Alt+arrow.
      }
    }
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it opens
  }, []);

  const done = (written: string | undefined, move: EditorMove) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(written, move);
  };
  const written = () => control.current?.value ?? '';
  const shared = {
    ref: control,
    className: 'v-grid-editor',
    'aria-label': label,
    ...(problemId !== undefined && { 'aria-invalid': true, 'aria-describedby': problemId }),
    onBlur: () => done(written(), 'nowhere'),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      event.stopPropagation();
      isPicking.current = false;
      if (event.key === 'Escape') done(undefined, 'stay');
      else if (event.key === 'Enter') done(written(), event.shiftKey ? 'up' : 'down');
      else if (event.key === 'Tab') done(written(), event.shiftKey ? 'left' : 'right');
      else return;
      event.preventDefault();
    },
  };
  if (editor.kind === 'choice') {
    const begun = typed?.toLocaleLowerCase();
    const meant = begun && editor.options.find((option) => option.label.toLocaleLowerCase().startsWith(begun));
    return (
      <select
        {...shared}
        defaultValue={meant ? meant.id : editor.value}
        onChange={() => {
          if (isPicking.current) done(written(), 'stay');
        }}
      >
        {editor.options.map(({ id, label: words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  return (
    // What is written is of somebody else: what the browser remembers of its user must not be offered.
    <input
      {...shared}
      type="text"
      autoComplete="off"
      defaultValue={typed ?? editor.value}
      {...(editor.inputMode && { inputMode: editor.inputMode })}
      {...(editor.placeholder !== undefined && { placeholder: editor.placeholder })}
      {...(editor.maxLength !== undefined && { maxLength: editor.maxLength })}
    />
  );
}
