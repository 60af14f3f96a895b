import { useRef } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { MoreMenu } from '#web/ui/Menu.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { blankWords, codesOf, inBoth, moveBy, newId, type ChoiceDraft, type FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote, WordsField } from './parts.tsx';

/** The list that a value is chosen from. */
export function ChoiceEditor({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set } = useDesigner();
  const list = useRef<HTMLOListElement>(null);
  const { choices } = field;
  const codes = codesOf(choices);
  const change = (next: readonly ChoiceDraft[]) => set(field.id, { choices: next });
  const add = () => {
    const made = { id: newId(), value: '', label: blankWords(), colour: null, isRetired: false };
    change([...choices, { ...made, isSaved: false, hasOwnCode: false }]);
    // Whoever adds one wants to name it.
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus());
  };
  return (
    <div className="d-choices">
      <p className="v-description">{choices.length === 0 ? text.noChoices : text.choicesHelp}</p>
      <ol ref={list} className="d-choice-list">
        {choices.map((choice, place) => (
          <ChoiceRow
            key={choice.id}
            field={field}
            choice={choice}
            place={place}
            code={codes.get(choice.id) ?? choice.value}
            onChange={(part) => change(choices.map((one) => (one.id === choice.id ? { ...one, ...part } : one)))}
            onMove={(step) => change(moveBy(choices, choice.id, step))}
            onDrop={() => change(choices.filter(({ id }) => id !== choice.id))}
          />
        ))}
      </ol>
      {/* A fault of one choice stands at it; one of the list, here. */}
      <ListFault field={field} />
      <Button icon="add" size="small" onPress={add}>
        {text.addChoice}
      </Button>
    </div>
  );
}

function ListFault({ field }: { field: FieldDraft }) {
  const { faults } = useDesigner();
  const isOfList = faults.some((fault) => fault.field === field.id && fault.setting === 'choices');
  return isOfList ? <FaultNote of="choices" field={field.id} /> : null;
}

interface ChoiceRowProps {
  field: FieldDraft;
  choice: ChoiceDraft;
  place: number;
  code: string;
  onChange: (part: Partial<ChoiceDraft>) => void;
  onMove: (step: -1 | 1) => void;
  onDrop: () => void;
}

const COLOURS = ['neutral', 'blue', 'green', 'yellow', 'red'] as const;

function ChoiceRow({ field, choice, place, code, onChange, onMove, onDrop }: ChoiceRowProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { faultAt } = useDesigner();
  const name = inBoth(choice.label)[language] || text.choiceWithoutName;
  const ofLanguage = { sv: text.inSwedish, en: text.inEnglish };
  return (
    <li className="d-choice" data-retired={choice.isRetired || undefined}>
      <span className="d-dot" data-colour={choice.colour ?? undefined} aria-hidden="true" />
      <div className="d-choice-words">
        <WordsField
          label={name}
          labelOf={(of) => text.choiceLabel(place + 1, ofLanguage[of])}
          value={choice.label}
          onChange={(label) => onChange({ label })}
          setting={`choices.${place}.label`}
          field={field.id}
        />
        {choice.hasOwnCode && !choice.isSaved ? (
          <TextField
            label={text.choiceCode}
            value={choice.value}
            onChange={(value) => onChange({ value, hasOwnCode: value !== '' })}
            error={faultAt(field.id, `choices.${place}.value`)}
            maxLength={40}
            autoComplete="off"
          />
        ) : (
          <small className="v-muted">
            {code !== '' && `${text.choiceCode}: ${code}`}
            {choice.isRetired && ` · ${text.retiredChoice}`}
          </small>
        )}
      </div>
      <MoreMenu
        of={name}
        items={[
          { label: text.moveUp, icon: 'sortUp', isDisabled: place === 0, onAction: () => onMove(-1) },
          {
            label: text.moveDown,
            icon: 'sortDown',
            isDisabled: place === field.choices.length - 1,
            onAction: () => onMove(1),
          },
          !choice.isSaved &&
            !choice.hasOwnCode && {
              label: text.ownCode,
              icon: 'edit',
              onAction: () => onChange({ value: code, hasOwnCode: true }),
            },
          choice.isSaved && {
            label: choice.isRetired ? text.restore : text.retire,
            icon: choice.isRetired ? 'restore' : 'archive',
            onAction: () => onChange({ isRetired: !choice.isRetired }),
          },
          { label: text.drop, icon: 'trash', tone: 'danger', onAction: onDrop },
          'separator',
          {
            choice: text.colour,
            value: choice.colour ?? 'none',
            onChange: (id) => onChange({ colour: COLOURS.find((colour) => colour === id) ?? null }),
            options: [{ id: 'none', label: text.noColour }, ...COLOURS.map((id) => ({ id, label: text.colours[id] }))],
          },
        ]}
      />
    </li>
  );
}
