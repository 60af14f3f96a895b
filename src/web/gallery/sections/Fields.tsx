import { useState } from 'react';
import { ComboBox } from '../../ui/ComboBox.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { memberAt, ROLES } from '../sample.ts';
import { Section } from './Section.tsx';

const PEOPLE = Array.from({ length: 60 }, (_, index) => {
  const { id, name, town } = memberAt(index);
  return { id, label: name, detail: town };
});

export function Fields() {
  const [wanted, setWanted] = useState('');
  const [date, setDate] = useState<string | null>('2026-03-04');
  const [role, setRole] = useState('editor');
  const [person, setPerson] = useState<string | null>(null);
  return (
    <Section title="Fält">
      <div className="v-columns">
        <TextField label="Namn" isRequired defaultValue="Anna Lind" />
        <TextField label="E-post" type="email" placeholder="namn@exempel.se" description="Används för inloggning." />
        <TextField label="Telefon" type="tel" defaultValue="070" error="Numret är för kort." />
        <TextField label="Lösenord" type="password" defaultValue="hemligt" />
        <TextField label="Avstängt" isDisabled defaultValue="Går inte att ändra" />
        <TextField label="Endast läsning" isReadOnly defaultValue="19900101-••••" />
        <SearchField label="Sök medlem" value={wanted} onChange={setWanted} />
        <SearchField label="Sök medlem" value="Lind" onChange={() => undefined} />
        <Select label="Roll" options={ROLES} value={role} onChange={setRole} description="Bestämmer vad som syns." />
        <Select label="Roll, inget valt" options={ROLES} isRequired error="Välj en roll." />
        <ComboBox label="Ansvarig" options={PEOPLE} value={person} onChange={setPerson} placeholder="Skriv ett namn" />
        <ComboBox label="Avstängd" options={PEOPLE} isDisabled />
        <DateField label="Medlem sedan" value={date} onChange={setDate} />
        <DateField label="Slutdatum" description="Tomt: tills vidare." />
        <DateField label="Födelsedatum" error="Datumet ligger i framtiden." defaultValue="2031-01-31" />
        <TextArea
          label="Anteckning"
          defaultValue={'Två rader text.\nFältet växer med texten.'}
          description="Syns för alla läsare."
        />
      </div>
    </Section>
  );
}
