import './settings.css';
import { useRef } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button, IconButton } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { Select } from '#web/ui/Select.tsx';
import { isSealedClass } from './abilities.ts';
import { blankWords, inBoth, moveBy, newId, type Design } from './design.ts';
import { useDesigner } from './designer.ts';
import { messages } from './messages.ts';
import { FaultNote, WordsField } from './parts.tsx';

const SUBJECTS = ['person', 'other'] as const;
const NONE = ' none';
const TITLES_MAX = 3;

/** What is of the register and not of one field. */
export function RegisterSettings() {
  return (
    <div className="d-register">
      <NameCard />
      <TitleCard />
      <SectionsCard />
    </div>
  );
}

function NameCard() {
  const text = useMessages(messages);
  const { design, draw, faultAt } = useDesigner();
  return (
    <Card title={text.registerCard}>
      <div className="v-stack">
        <WordsField
          label={text.settings.name}
          value={design.name}
          onChange={(name) => draw((now) => ({ ...now, name }), ['name'])}
          setting="name"
          field={undefined}
          description={text.sameAs}
        />
        <RadioGroup
          label={text.aboutWhat}
          value={design.subject}
          onChange={(id) => draw((now) => ({ ...now, subject: id as Design['subject'] }), ['subject'])}
          options={SUBJECTS.map((id) => ({ id, label: text.subjects[id].name, detail: text.subjects[id].text }))}
          error={faultAt(undefined, 'subject')}
        />
      </div>
    </Card>
  );
}

function TitleCard() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design, draw } = useDesigner();
  const { title } = design;
  const offered = design.fields.filter((field) => !field.isRetired && !isSealedClass(field.class));
  // One more than there are, so that there is always a place for the next.
  const places = Math.min(title.length + 1, TITLES_MAX);
  const change = (place: number, id: string) => {
    const next = id === NONE ? title.toSpliced(place, 1) : title.toSpliced(place, 1, id);
    draw((now) => ({ ...now, title: next }), ['title']);
  };
  return (
    <Card title={text.titleCard} description={text.titleCardText}>
      <div className="d-titles">
        {Array.from({ length: places }, (_, place) => {
          const own = title[place];
          const free = offered.filter(({ id }) => id === own || !title.includes(id));
          return (
            <Select
              // oxlint-disable-next-line react/no-array-index-key -- a place is what it is
              key={place}
              label={text.titleField(place + 1)}
              value={own ?? NONE}
              onChange={(id) => change(place, id)}
              options={[
                ...(title.length > 1 || own === undefined ? [{ id: NONE, label: text.noField }] : []),
                ...free.map(({ id, label }) => ({ id, label: inBoth(label)[language] || text.nameless })),
              ]}
            />
          );
        })}
      </div>
      <FaultNote of="title" field={undefined} />
    </Card>
  );
}

function SectionsCard() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design, draw } = useDesigner();
  const { sections } = design;
  const change = (next: Design['sections']) => draw((now) => ({ ...now, sections: next }), ['sections']);
  const drop = (id: string) =>
    draw(
      (now) => ({
        ...now,
        sections: now.sections.filter((section) => section.id !== id),
        fields: now.fields.map((field) => (field.section === id ? { ...field, section: null } : field)),
      }),
      ['sections'],
    );
  const list = useRef<HTMLOListElement>(null);
  const add = () => {
    change([...sections, { id: newId(), label: blankWords() }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus());
  };
  const ofLanguage = { sv: text.inSwedish, en: text.inEnglish };
  return (
    <Card title={text.sectionsCard} description={text.sectionsCardText}>
      <div className="v-stack">
        {sections.length === 0 && <p className="v-muted">{text.noSections}</p>}
        <ol ref={list} className="d-choice-list">
          {sections.map((section, place) => {
            const name = inBoth(section.label)[language];
            const count = design.fields.filter((field) => field.section === section.id).length;
            return (
              <li key={section.id} className="d-choice">
                <div className="d-choice-words">
                  <WordsField
                    label={name}
                    labelOf={(of) => text.sectionName(place + 1, ofLanguage[of])}
                    value={section.label}
                    onChange={(label) =>
                      change(sections.map((one) => (one.id === section.id ? { ...one, label } : one)))
                    }
                    setting={`sections.${place}.label`}
                    field={undefined}
                  />
                  <small className="v-muted">{text.sectionFieldCount(count)}</small>
                </div>
                <span className="d-settings-actions">
                  <IconButton
                    icon="sortUp"
                    label={`${text.moveUp}: ${name}`}
                    isDisabled={place === 0}
                    onPress={() => change(moveBy(sections, section.id, -1))}
                  />
                  <IconButton
                    icon="sortDown"
                    label={`${text.moveDown}: ${name}`}
                    isDisabled={place === sections.length - 1}
                    onPress={() => change(moveBy(sections, section.id, 1))}
                  />
                  <IconButton icon="trash" label={text.dropSection(name)} onPress={() => drop(section.id)} />
                </span>
              </li>
            );
          })}
        </ol>
        <FaultNote of="sections" field={undefined} />
        <div>
          <Button icon="add" size="small" onPress={add}>
            {text.addSection}
          </Button>
        </div>
      </div>
    </Card>
  );
}
