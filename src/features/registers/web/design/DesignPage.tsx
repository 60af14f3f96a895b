import '../registers.css';
import './design.css';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { Tabs } from '#web/ui/Tabs.tsx';
import { useRegister } from '../register.ts';
import { UnsavedGuard } from '../UnsavedGuard.tsx';
import { WithRegister } from '../WithRegister.tsx';
import { inBoth, insertField, type FieldType } from './design.ts';
import { DesignerContext, useDesigner, useDesignerOf } from './designer.ts';
import type { Fault } from './faults.ts';
import { FieldList } from './FieldList.tsx';
import { FieldSettings } from './FieldSettings.tsx';
import { FormPreview } from './FormPreview.tsx';
import { messages } from './messages.ts';
import { newField } from './new-field.ts';
import { RegisterSettings } from './RegisterSettings.tsx';
import { SaveDialog } from './SaveDialog.tsx';
import { TypePalette } from './TypePalette.tsx';
import { Versions } from './Versions.tsx';

/** Where an administrator designs a register: its fields, its own settings, and what it has been. */
export function DesignPage() {
  const text = useMessages(messages);
  const { may } = useOrganisation();
  if (!may('register.write')) {
    return (
      <EmptyState isPage icon="lock" title={text.notAllowedTitle}>
        {text.notAllowedText}
      </EmptyState>
    );
  }
  return (
    <WithRegister>
      <ThisRegister />
    </WithRegister>
  );
}

/** Another register is another drawing board. */
function ThisRegister() {
  const { register } = useRegister();
  return <Board key={register.id} />;
}

type Tab = 'fields' | 'register' | 'versions';

function Board() {
  const text = useMessages(messages);
  const language = useLanguage();
  const { register, href } = useRegister();
  const designer = useDesignerOf(register);
  const { design, changes, choose } = designer;
  const [tab, setTab] = useState<Tab>('fields');
  const [isSaving, setSaving] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  // Each time that something is to be put right, and not when some of it was.
  const [led, setLed] = useState(0);
  const leadTo = (fault: Fault) => {
    setTab(fault.field === undefined ? 'register' : 'fields');
    if (fault.field !== undefined) choose(fault.field);
    setLed((times) => times + 1);
  };
  useEffect(() => {
    if (led === 0) return;
    // The dialog gives the focus back to its button first.
    const later = setTimeout(() => {
      const first = page.current?.querySelector<HTMLElement>(FAULTY);
      first?.focus();
      first?.scrollIntoView({ block: 'center' });
    }, 50);
    return () => clearTimeout(later);
  }, [led]);

  return (
    <DesignerContext value={designer}>
      <div className="f-page d-page" ref={page}>
        <PageHeader
          title={text.designOf(inBoth(design.name)[language])}
          crumbs={[{ label: register.name[language], href }]}
        />
        <UnsavedGuard isOn={changes.length > 0} />
        <FaultBanner onLead={leadTo} />
        <Tabs
          label={text.designOf(inBoth(design.name)[language])}
          value={tab}
          onChange={(id) => setTab(id as Tab)}
          tabs={[
            { id: 'fields', title: text.tabs.fields, count: design.fields.length, content: <Fields /> },
            { id: 'register', title: text.tabs.register, content: <RegisterSettings /> },
            { id: 'versions', title: text.tabs.versions, content: <Versions /> },
          ]}
        />
        {changes.length > 0 && <SaveBar onSave={() => setSaving(true)} />}
        {isSaving && <SaveDialog onClose={() => setSaving(false)} onRefused={leadTo} />}
      </div>
    </DesignerContext>
  );
}

const FAULTY = [
  '.v-tab-panel [data-invalid] :is(input, textarea, button)',
  '.v-tab-panel [aria-invalid="true"]',
  '.v-tab-panel :has(> [data-fault]) :is(input, textarea, button)',
].join(',');

/** The fields, the settings of one, and the form they make: beside each other, or below on less room. */
function Fields() {
  const text = useMessages(messages);
  const { design, definition, chosen, faults, choose, draw } = useDesigner();
  const [isChoosingType, setChoosingType] = useState(false);
  const settings = useRef<HTMLDivElement>(null);
  // Around what is typed stands much that shows it: that follows when there is time.
  const listed = useDeferredValue(design);
  const previewed = useDeferredValue(definition);
  const show = useCallback(
    (id: string) => {
      choose(id);
      // On a phone the settings lie below the list.
      requestAnimationFrame(() => {
        const top = settings.current?.getBoundingClientRect().top ?? 0;
        if (top > innerHeight * 0.7) settings.current?.scrollIntoView({ block: 'start' });
      });
    },
    [choose],
  );
  const add = (type: FieldType) => {
    const field = newField(type, design.subject);
    draw((now) => insertField(now, field, chosen?.id));
    setChoosingType(false);
    show(field.id);
    // A new field wants a name first; the dialog gives the focus back before.
    setTimeout(() => settings.current?.querySelector('input')?.focus(), 50);
  };
  return (
    <div className="d-board">
      <div className="d-list">
        <FieldList design={listed} faults={faults} chosen={chosen?.id} draw={draw} onChoose={show} />
        <Button icon="add" isWide onPress={() => setChoosingType(true)}>
          {text.addField}
        </Button>
        <p className="v-description">{text.fieldsHelp}</p>
      </div>
      <div className="d-settings" ref={settings}>
        {chosen ? <FieldSettings field={chosen} /> : <p className="v-muted">{text.chooseOne}</p>}
      </div>
      <FormPreview definition={previewed} />
      {isChoosingType && <TypePalette onChoose={add} onClose={() => setChoosingType(false)} />}
    </div>
  );
}

/** What the server found wrong, each with a way to it. */
function FaultBanner({ onLead }: { onLead: (fault: Fault) => void }) {
  const text = useMessages(messages);
  const { checkFields } = useMessages(kit);
  const language = useLanguage();
  const { faults, design } = useDesigner();
  if (faults.length === 0) return null;
  const aboutOf = ({ field }: Fault) => {
    const found = design.fields.find(({ id }) => id === field);
    return found ? inBoth(found.label)[language] || text.nameless : text.theRegister;
  };
  return (
    <Banner tone="danger" title={checkFields(faults.length)}>
      <ul className="d-faults">
        {faults.map((fault) => (
          <li key={`${fault.field ?? ''} ${fault.setting}`}>
            <button type="button" className="d-lead" onClick={() => onLead(fault)}>
              {aboutOf(fault)}
            </button>
            : {fault.message}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function SaveBar({ onSave }: { onSave: () => void }) {
  const text = useMessages(messages);
  const { changes, discard } = useDesigner();
  const [isDiscarding, setDiscarding] = useState(false);
  return (
    <div className="d-save">
      <span role="status">{text.unsaved(changes.length)}</span>
      <Button variant="quiet" onPress={() => setDiscarding(true)}>
        {text.discard}
      </Button>
      <Button variant="primary" onPress={onSave}>
        {text.review}
      </Button>
      <ConfirmDialog
        title={text.discardTitle}
        isOpen={isDiscarding}
        isDanger
        action={text.discard}
        onClose={() => setDiscarding(false)}
        onConfirm={() => {
          discard();
          setDiscarding(false);
        }}
      >
        {text.discardText}
      </ConfirmDialog>
    </div>
  );
}
