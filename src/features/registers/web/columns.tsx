import type { ReactNode } from 'react';
import type { Language } from '#web/language.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { isWrittenInPlace } from './cells.ts';
import { FieldValue } from './FieldValue.tsx';
import type { Field, RecordView, Register } from './queries.ts';
import { shownType } from './value-words.ts';

/** Least width in pixels and share of what is left, by type of field. */
const WIDTHS: Record<Field['type'], { width: number; grow: number }> = {
  text: { width: 132, grow: 1 },
  date: { width: 116, grow: 0 },
  choice: { width: 96, grow: 0.5 },
  email: { width: 208, grow: 1.4 },
  phone: { width: 142, grow: 0.5 },
  identity_number: { width: 136, grow: 0 },
  long_text: { width: 220, grow: 2 },
  number: { width: 110, grow: 0 },
  money: { width: 120, grow: 0 },
  date_time: { width: 168, grow: 0 },
  choices: { width: 240, grow: 1.4 },
  yes_no: { width: 92, grow: 0 },
  address: { width: 256, grow: 1.4 },
  link: { width: 192, grow: 1 },
  person: { width: 168, grow: 1 },
  member: { width: 148, grow: 0.5 },
  calculated: { width: 120, grow: 0.3 },
  sequence: { width: 108, grow: 0 },
};

/** Pixels of a letter in a heading or a badge, and of what is around the word. */
const LETTER_PX = 7.5;
const HEADING_PX = 44;
const BADGE_PX = 46;
const WORD_PX_MAX = 200;

const wordPx = (words: readonly string[], around: number) =>
  Math.min(WORD_PX_MAX, Math.ceil(Math.max(...words.map(({ length }) => length)) * LETTER_PX) + around);

/** Wide enough for what stands in it: the longest choice, the heading over a number, a name that is one text. */
function widthOf(
  field: Field,
  title: readonly Field[],
  { register: { subject }, language }: Pick<ColumnOptions, 'register' | 'language'>,
): { width: number; grow: number } {
  const { width, grow } = WIDTHS[field.type];
  const heading = wordPx([field.label[language]], HEADING_PX);
  if (field.type === 'text') {
    // What a name ends with says most of it, after a number or a tag; people's names are short in each part.
    const isName = title.at(-1) === field && (subject !== 'person' || title.length === 1);
    const isLong = !field.isSortable && !field.isFilterable;
    return isName || isLong ? { width: 220, grow: 2 } : { width: Math.max(width, heading), grow };
  }
  if (field.type === 'choice') {
    const labels = field.choices.map(({ label }) => label[language]);
    return { width: Math.max(width, heading, wordPx(labels, BADGE_PX)), grow };
  }
  return { width: Math.max(width, heading), grow };
}

/** Compared down the column: units stand under units. */
const isAmount = (field: Field) => field.isReadable && ['number', 'money'].includes(shownType(field));

/** On a phone a card has the record's name, two more values and its first choice at the end. */
const DETAILS_MAX = 2;

interface ColumnOptions {
  register: Pick<Register, 'title' | 'subject'>;
  fields: readonly Field[];
  hidden: ReadonlySet<string>;
  language: Language;
  nameless: string;
  actions?: { title: string; render: (record: RecordView) => ReactNode };
}

export function columnsFor(options: ColumnOptions): GridColumn<RecordView>[] {
  const { register, fields, hidden, language, nameless, actions } = options;
  const titleKeys = new Set(register.title);
  const title = fields.filter(({ key }) => titleKeys.has(key));
  const shown = fields.filter(({ key }) => !hidden.has(key));
  const first = shown[0];
  const others = shown.filter(({ key }) => key !== first?.key && !titleKeys.has(key));
  const end = others.find(({ type }) => type === 'choice');
  // A number without a unit says nothing where no heading stands over it.
  const tells = (field: Field) => field.isReadable && !(shownType(field) === 'number' && field.unit === '');
  const details = new Set(others.filter((field) => field !== end && tells(field)).slice(0, DETAILS_MAX));

  const columns = shown.map((field): GridColumn<RecordView> => {
    const narrow = field === first ? 'title' : field === end ? 'end' : details.has(field) ? 'detail' : 'hidden';
    return {
      id: field.key,
      title: field.label[language],
      ...widthOf(field, title, options),
      ...(isAmount(field) && { align: 'end' as const }),
      isSortable: field.isSortable,
      isEditable: isWrittenInPlace(field),
      narrow,
      render: (record) =>
        field === first && record.data[field.key] === null ? (
          <span className="v-muted">{titleKeys.has(field.key) ? record.title || nameless : nameless}</span>
        ) : (
          <FieldValue field={field} value={record.data[field.key]} names={record.names} />
        ),
      ...(field === first && { renderNarrow: (record: RecordView) => <span>{record.title || nameless}</span> }),
    };
  });
  if (actions)
    columns.push({
      id: ' actions',
      title: actions.title,
      isTitleHidden: true,
      width: 56,
      grow: 0,
      render: actions.render,
    });
  return columns;
}
