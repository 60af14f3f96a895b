import { useState } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Link } from '../../ui/Link.tsx';
import { Section } from './Section.tsx';

export function Buttons() {
  const [isPending, setPending] = useState(false);
  return (
    <Section title="Knappar">
      <div className="v-cluster">
        <Button variant="primary">Spara</Button>
        <Button>Ändra</Button>
        <Button variant="quiet">Hoppa över</Button>
        <Button variant="danger" icon="trash">
          Radera
        </Button>
        <Button icon="download">Exportera</Button>
        <Button iconEnd="chevronDown">Välj</Button>
        <IconButton icon="edit" label="Ändra" />
        <IconButton icon="settings" label="Inställningar" variant="secondary" />
      </div>
      <div className="v-cluster">
        <Button variant="primary" isPending>
          Sparar
        </Button>
        <Button isPending>Ändrar</Button>
        <Button variant="danger" isPending>
          Raderar
        </Button>
        <IconButton icon="edit" label="Ändra" isPending />
        <Button
          isPending={isPending}
          onPress={() => {
            setPending(true);
            setTimeout(() => setPending(false), 1500);
          }}
        >
          Tryck och vänta
        </Button>
      </div>
      <div className="v-cluster">
        <Button variant="primary" isDisabled>
          Spara
        </Button>
        <Button isDisabled>Ändra</Button>
        <Button variant="quiet" isDisabled>
          Hoppa över
        </Button>
        <Button variant="danger" isDisabled>
          Radera
        </Button>
      </div>
      <div className="v-cluster">
        <Button size="small" variant="primary" icon="add">
          Liten
        </Button>
        <Button size="small">Liten</Button>
        <Button size="small" variant="quiet" icon="undo">
          Ångra
        </Button>
        <IconButton size="small" icon="close" label="Stäng" />
        <Link href="#link">En länk</Link>
        <Link href="https://example.org" isExternal>
          Länk ut
        </Link>
      </div>
    </Section>
  );
}
