import './settings.css';
import { useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button, IconButton } from '#web/ui/Button.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { abilities, hindranceOf, type Use } from './abilities.ts';
import { AccessSettings } from './AccessSettings.tsx';
import { ContentSettings } from './ContentSettings.tsx';
import { copyOf, dropField, inBoth, insertField, type FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { useMoveField } from './FieldList.tsx';
import { FormSettings } from './FormSettings.tsx';
import { ListSettings } from './ListSettings.tsx';
import { messages } from './messages.ts';
import { NameSettings } from './NameSettings.tsx';
import { Group } from './parts.tsx';
import { ProtectionSettings } from './ProtectionSettings.tsx';
import { RuleSettings } from './RuleSettings.tsx';
import { TypeIcon } from './TypeIcon.tsx';

/** Everything that can be set of the chosen field, by its type. */
export function FieldSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { design } = useDesigner();
  const name = inBoth(field.label)[language] || text.nameless;
  const inUse = (...uses: Use[]) =>
    uses
      .filter((use) => field[use] && hindranceOf(field, use) === undefined)
      .map((use) => text.settings[use].toLowerCase())
      .join(', ');
  const hasContent = CONTENT.includes(field.type);
  return (
    <section className="d-settings-card" aria-label={text.settingsOf(name)}>
      <header className="d-settings-head">
        <span className="d-item-type">
          <TypeIcon type={field.type} size={20} />
        </span>
        <h2>{name}</h2>
        <FieldActions field={field} name={name} />
      </header>
      {field.isRetired && <Banner>{text.retiredText}</Banner>}
      <Group title={text.groups.name} field={field.id} settings={['label', 'key', 'type']} isOpenAtFirst>
        <NameSettings field={field} />
      </Group>
      {hasContent && (
        <Group
          title={field.type === 'choice' || field.type === 'choices' ? text.choices : text.groups.content}
          field={field.id}
          settings={[
            'choices',
            'target',
            'isMany',
            'inverse',
            'expression',
            'result',
            'prefix',
            'digits',
            'decimals',
            'unit',
          ]}
          isOpenAtFirst
        >
          <ContentSettings field={field} />
        </Group>
      )}
      <Group
        key={field.id}
        title={text.groups.protection}
        hint={text.classes[field.class].name}
        field={field.id}
        settings={['class', 'purpose', 'legalBasis', 'retentionMonths']}
        isOpenAtFirst={field.class !== 'ordinary'}
      >
        <ProtectionSettings field={field} />
      </Group>
      <Group
        title={text.groups.rules}
        hint={inUse('isRequired', 'isUnique')}
        field={field.id}
        settings={['isRequired', 'isUnique', 'min', 'max', 'pattern', 'default']}
      >
        <RuleSettings field={field} key={field.id} />
      </Group>
      <Group
        title={text.groups.lists}
        hint={inUse('isSortable', 'isFilterable', 'isSearchable')}
        field={field.id}
        settings={['isSortable', 'isFilterable', 'isSearchable']}
      >
        <ListSettings field={field} />
      </Group>
      {(abilities[field.type].isWritten || design.sections.length > 0) && (
        <Group
          title={text.groups.form}
          hint={design.sections.find(({ id }) => id === field.section)?.label[language]}
          field={field.id}
          settings={['help', 'section', 'showIf']}
        >
          <FormSettings field={field} key={field.id} />
        </Group>
      )}
      <Group
        title={text.groups.access}
        hint={field.visibleTo === null ? text.everybody : undefined}
        field={field.id}
        settings={['visibleTo']}
      >
        <AccessSettings field={field} />
      </Group>
    </section>
  );
}

const CONTENT: readonly FieldDraft['type'][] = [
  'choice',
  'choices',
  'link',
  'person',
  'calculated',
  'sequence',
  'number',
  'money',
];

/** What can be done with the whole field. It is never deleted once it has been saved: records hold its values. */
function FieldActions({ field, name }: { field: FieldDraft; name: string }) {
  const text = useMessages(messages);
  const { design, draw, set, choose } = useDesigner();
  const move = useMoveField(design, draw);
  const place = design.fields.findIndex(({ id }) => id === field.id);
  const isTitle = design.title.includes(field.id);
  const duplicate = () => {
    const copy = copyOf(field, text.copySuffix);
    draw((now) => insertField(now, copy, field.id));
    choose(copy.id);
    announce(text.duplicated(name));
  };
  const drop = () => {
    draw((now) => dropField(now, field.id));
    choose(design.fields[place + 1]?.id ?? design.fields[place - 1]?.id);
  };
  return (
    <div className="d-settings-actions">
      <IconButton icon="sortUp" label={text.moveUp} isDisabled={place === 0} onPress={() => move(field, -1)} />
      <IconButton
        icon="sortDown"
        label={text.moveDown}
        isDisabled={place === design.fields.length - 1}
        onPress={() => move(field, 1)}
      />
      <IconButton icon="copy" label={text.duplicate} onPress={duplicate} />
      {!field.isSaved ? (
        <IconButton icon="trash" label={text.drop} isDisabled={design.fields.length === 1} onPress={drop} />
      ) : field.isRetired ? (
        <Button size="small" icon="restore" onPress={() => set(field.id, { isRetired: false })}>
          {text.restore}
        </Button>
      ) : (
        <IconButton
          icon="archive"
          label={text.retire}
          onPress={() =>
            // Without its title field a record would have no name.
            isTitle ? toast({ tone: 'info', title: text.titleRetired }) : set(field.id, { isRetired: true })
          }
        />
      )}
    </div>
  );
}
