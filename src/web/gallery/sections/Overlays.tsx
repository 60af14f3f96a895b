import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Form } from '../../ui/Form.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ROLES } from '../sample.ts';
import { Section } from './Section.tsx';

export function Overlays({ opened }: { opened: string | null }) {
  const [open, setOpen] = useState(opened);
  const close = () => setOpen(null);
  return (
    <Section title="Det som öppnas">
      <div className="v-cluster">
        <Button onPress={() => setOpen('dialog')}>Dialog</Button>
        <Button onPress={() => setOpen('confirm')}>Bekräftelse</Button>
        <Button onPress={() => setOpen('erase')}>Radering med ord</Button>
        <Button onPress={() => setOpen('panel')}>Panel</Button>
        <Menu
          label="Åtgärder"
          placement="bottom start"
          renderTrigger={(trigger) => (
            <Button {...trigger} iconEnd="chevronDown">
              Meny
            </Button>
          )}
          items={[
            { label: 'Ändra', icon: 'edit' },
            { label: 'Kopiera', icon: 'copy', detail: 'Med alla bilagor' },
            { label: 'Arkivera', icon: 'archive', isDisabled: true },
            'separator',
            { label: 'Radera …', icon: 'trash', tone: 'danger' },
          ]}
        />
        <Button onPress={() => toast({ title: 'Ändringen är sparad' })}>Meddelande</Button>
        <Button
          onPress={() =>
            toast({
              title: 'Tre medlemmar arkiverade',
              detail: 'De går att hämta tillbaka i tidsmaskinen.',
              action: { label: 'Ångra', onPress: () => toast({ title: 'Ångrat', tone: 'info' }) },
            })
          }
        >
          Meddelande med Ångra
        </Button>
        <Button onPress={() => toast({ title: 'Kunde inte spara', tone: 'danger' })}>Felmeddelande</Button>
      </div>
      <Dialog
        title="Bjud in en användare"
        isOpen={open === 'dialog'}
        onClose={close}
        footer={
          <>
            <Button onPress={close}>Avbryt</Button>
            <Button variant="primary" onPress={close}>
              Skicka inbjudan
            </Button>
          </>
        }
      >
        <Form onSubmit={close}>
          <p>Inbjudan gäller i sju dagar och kan användas en gång.</p>
          <TextField label="E-postadress" type="email" name="email" isRequired autoFocus />
          <Select label="Roll" options={ROLES} defaultValue="editor" />
          <DateField label="Gäller till" />
        </Form>
      </Dialog>
      <ConfirmDialog
        title="Arkivera registret?"
        isOpen={open === 'confirm'}
        onClose={close}
        action="Arkivera"
        onConfirm={close}
      >
        Registret går inte att ändra medan det är arkiverat. Det går att hämta tillbaka.
      </ConfirmDialog>
      <ConfirmDialog
        title="Radera Anna Lind?"
        isOpen={open === 'erase'}
        onClose={close}
        action="Radera personen"
        onConfirm={close}
        isDanger
        phrase={{ label: 'Skriv RADERA för att fortsätta', expected: 'RADERA' }}
      >
        Alla uppgifter, tre bilagor och gamla värden i historiken tas bort. Det går inte att ångra. Sista kopian
        försvinner ur säkerhetskopiorna senast 2026-04-08.
      </ConfirmDialog>
      <Panel
        title="Anna Lind"
        subtitle="Medlem sedan 2014-09-01"
        isOpen={open === 'panel'}
        onClose={close}
        footer={<Button variant="primary">Ändra</Button>}
      >
        <KeyValueList
          items={[
            { label: 'Ort', value: 'Umeå' },
            { label: 'Grupp', value: 'Vuxenkör' },
          ]}
        />
      </Panel>
    </Section>
  );
}
