import { useFormats } from '../../language.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge, Tag } from '../../ui/Badge.tsx';
import { Breadcrumbs } from '../../ui/Breadcrumbs.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { toast } from '../../ui/Toast.tsx';
import { memberAt } from '../sample.ts';
import { Section } from './Section.tsx';

export function Display() {
  const formats = useFormats();
  return (
    <>
      <Section title="Märken, personer, bröd">
        <div className="v-cluster">
          <Badge>Utträdd</Badge>
          <Badge tone="accent" icon="shield">
            Bevisat i dag
          </Badge>
          <Badge tone="success" hasDot>
            Aktiv
          </Badge>
          <Badge tone="warning" hasDot>
            Vilande
          </Badge>
          <Badge tone="danger" icon="danger">
            Ingen kopia på 25 h
          </Badge>
          <Badge tone="info">Utkast</Badge>
          <Tag>Vuxenkör</Tag>
          <Tag onRemove={() => undefined}>Ort: Umeå</Tag>
        </div>
        <div className="v-cluster">
          {[0, 1, 2, 3, 4, 5, 6].map((index) => (
            <Avatar key={index} name={memberAt(index).name} />
          ))}
          <Avatar name="Östen Åberg" size="large" />
          <Avatar name="Norrskens dansförening" shape="square" size="large" />
          <Avatar name="Saga" size="small" />
        </div>
        <Breadcrumbs
          crumbs={[
            { label: 'Register', href: '#registers' },
            { label: 'Medlemmar', href: '#members' },
          ]}
        />
        <Tabs
          label="Flikar"
          tabs={[
            { id: 'a', title: 'Uppgifter', content: 'Innehåll i första fliken.' },
            { id: 'b', title: 'Bilagor', count: 12, content: 'Tolv bilagor.' },
            { id: 'c', title: 'Historik', content: 'Historik.' },
            { id: 'd', title: 'Avstängd', isDisabled: true },
          ]}
        />
        <p className="v-muted">
          {formats.dateTime('2026-03-04T14:02:00Z')} · {formats.date('1990-01-01')} · {formats.number(1_234_567)} ·{' '}
          {formats.bytes(3_411_000)} · {formats.list(['Umeå', 'Luleå', 'Piteå'])}
        </p>
      </Section>
      <div className="v-columns">
        <Card
          title="Medlem"
          description="Det som de med rollen Läsare ser"
          actions={<IconButton icon="edit" label="Ändra" />}
          footer={<Button size="small">Visa allt</Button>}
        >
          <KeyValueList
            items={[
              { label: 'Namn', value: 'Anna Lind' },
              { label: 'Personnummer', value: '19900101-••••', note: 'Förseglat' },
              { label: 'Ort', value: 'Umeå' },
              { label: 'Anhörig', value: '' },
            ]}
          />
        </Card>
        <Card title="Historik">
          <Timeline
            label="Historik"
            entries={[
              {
                id: '1',
                at: '2026-03-04T14:02:00Z',
                who: 'Kajsa Björk',
                what: 'ändrade två fält',
                changes: [
                  { field: 'Ort', from: 'Vännäs', to: 'Umeå' },
                  { field: 'Telefon', to: '070-000 12 34' },
                ],
                action: (
                  <Button size="small" variant="quiet" icon="undo">
                    Återställ
                  </Button>
                ),
              },
              {
                id: '2',
                at: '2026-02-11T09:40:00Z',
                who: 'Örjan Ek',
                what: 'lade till bilagan Avtal.pdf',
                icon: 'paperclip',
              },
              { id: '3', at: '2019-08-20T16:15:00Z', who: 'Inläsning', what: 'skapade posten', icon: 'add' },
            ]}
          />
        </Card>
        <Card title="Länk och filer">
          <div className="v-stack">
            <CopyField label="Inbjudningslänk" value="https://valv.exempel.se/invitation/3kq9-…-made-up" isShownOnce />
            <FileDrop
              label="Bilagor"
              allowsMultiple
              accept={['application/pdf', 'image/*']}
              maxSizeBytes={25_000_000}
              onFiles={(files) => toast({ title: `${files.length} filer valda` })}
              description="PDF eller bild, högst 25 MB."
            />
          </div>
        </Card>
      </div>
    </>
  );
}
