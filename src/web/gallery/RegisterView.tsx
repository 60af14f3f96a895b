import { useCallback, useMemo, useRef, useState } from 'react';
import { Frame, type NavigationGroup } from '../frame/Frame.tsx';
import { changeLanguage, formatsFor, useFormats } from '../language.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { DataGrid, type GridColumn, type SortKey } from '../ui/DataGrid.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon } from '../ui/Icon.tsx';
import { KeyValueList } from '../ui/KeyValueList.tsx';
import { Menu, MoreMenu } from '../ui/Menu.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel, PanelLayout } from '../ui/Panel.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { Timeline } from '../ui/Timeline.tsx';
import { toast } from '../ui/Toast.tsx';
import { ProblemError } from '../problem.ts';
import { ACCOUNT, memberAt, membersUpTo, ORGANISATIONS, type Member } from './sample.ts';

const STATUS = {
  active: { tone: 'success', text: 'Aktiv' },
  paused: { tone: 'warning', text: 'Vilande' },
  left: { tone: 'neutral', text: 'Utträdd' },
} as const;

const NAVIGATION: NavigationGroup[] = [
  { id: 'top', items: [{ href: '#overview', label: 'Översikt', icon: 'home', isCurrent: false }] },
  {
    id: 'registers',
    title: 'Register',
    items: [
      { href: '#members', label: 'Medlemmar', icon: 'users', isCurrent: true },
      { href: '#courses', label: 'Kurser och tillfällen', icon: 'calendar', isCurrent: false },
      { href: '#keys', label: 'Nycklar och lokaler', icon: 'key', isCurrent: false },
      { href: '#documents', label: 'Handlingar', icon: 'document', isCurrent: false },
    ],
  },
  {
    id: 'order',
    title: 'Trygghet',
    items: [
      { href: '#requests', label: 'Begäranden', icon: 'mail', isCurrent: false, count: 2 },
      { href: '#journal', label: 'Journal', icon: 'clock', isCurrent: false },
      { href: '#machine', label: 'Tidsmaskin', icon: 'restore', isCurrent: false },
      { href: '#promises', label: 'Löften', icon: 'shield', isCurrent: false },
    ],
  },
  {
    id: 'organisation',
    title: 'Organisation',
    items: [
      { href: '#people', label: 'Användare och roller', icon: 'user', isCurrent: false },
      { href: '#settings', label: 'Inställningar', icon: 'settings', isCurrent: false },
    ],
  },
];

const PAGE = 200;
const PAGE_MS = 350;
const sv = formatsFor('sv-SE');

const COLUMNS: GridColumn<Member>[] = [
  {
    id: 'name',
    title: 'Namn',
    width: 190,
    grow: 2,
    isSortable: true,
    narrow: 'title',
    render: (one) =>
      one.isProtected ? (
        <>
          <Icon name="lock" size={16} /> <em>Skyddad identitet</em>
        </>
      ) : (
        <>
          <Avatar name={one.name} size="small" />
          <span>{one.name}</span>
        </>
      ),
  },
  {
    id: 'number',
    title: 'Personnummer',
    width: 132,
    grow: 0,
    render: (one) => <span className="v-number v-muted">{one.number}</span>,
  },
  { id: 'group', title: 'Grupp', width: 110, isSortable: true, narrow: 'detail', render: (one) => one.group },
  { id: 'town', title: 'Ort', width: 130, isSortable: true, narrow: 'detail', render: (one) => one.town },
  { id: 'email', title: 'E-post', width: 200, grow: 1.5, render: (one) => (one.isProtected ? '••••' : one.email) },
  {
    id: 'since',
    title: 'Medlem sedan',
    width: 124,
    grow: 0,
    isSortable: true,
    render: (one) => <span className="v-number">{one.since}</span>,
  },
  {
    id: 'fee',
    title: 'Avgift',
    width: 84,
    grow: 0,
    align: 'end',
    isSortable: true,
    render: (one) => `${sv.number(one.fee)} kr`,
  },
  {
    id: 'status',
    title: 'Status',
    width: 110,
    grow: 0,
    isSortable: true,
    narrow: 'end',
    render: (one) => (
      <Badge tone={STATUS[one.status].tone} hasDot>
        {STATUS[one.status].text}
      </Badge>
    ),
  },
];

/** A register as a customer sees it: frame, toolbar, table, panel. `rows`, `state` and `open` in the address choose what. */
export function RegisterView({ search }: { search: URLSearchParams }) {
  const formats = useFormats();
  const total = Number(search.get('rows') ?? 1200);
  const state = search.get('state');
  const [loaded, setLoaded] = useState(
    state === 'loading' || state === 'failed' || state === 'empty'
      ? 0
      : Math.min(total, search.has('all') ? total : PAGE),
  );
  const [isLoading, setLoading] = useState(state === 'loading');
  const [sort, setSort] = useState<SortKey[]>([{ column: 'name', direction: 'ascending' }]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(
    () => new Set(state === 'selected' ? ['m1', 'm2', 'm4'] : []),
  );
  const [open, setOpen] = useState<string | null>(search.get('open'));
  const [wanted, setWanted] = useState('');

  const loadedRows = useMemo(() => {
    const rows = membersUpTo(loaded);
    const [key] = sort;
    if (!key || total > 20_000) return rows;
    const collator = new Intl.Collator('sv', { numeric: true });
    const turn = key.direction === 'ascending' ? 1 : -1;
    const of = (one: Member) => String(one[key.column as keyof Member]);
    return rows.toSorted((a, b) => turn * collator.compare(of(a), of(b)));
  }, [loaded, sort, total]);
  const rows = useMemo(() => {
    const typed = wanted.trim().toLocaleLowerCase('sv');
    return typed ? loadedRows.filter((one) => one.name.toLocaleLowerCase('sv').includes(typed)) : loadedRows;
  }, [loadedRows, wanted]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onNeedMore = useCallback(() => {
    setLoading(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setLoaded((count) => Math.min(total, count + PAGE));
      setLoading(false);
    }, PAGE_MS);
  }, [total]);

  const shown = open === null ? undefined : memberAt(Number(open.slice(1)));
  return (
    <Frame
      account={ACCOUNT}
      organisations={ORGANISATIONS}
      organisation="norrsken"
      navigation={NAVIGATION}
      onChangeOrganisation={(href) => toast({ title: `Byter till ${href}`, tone: 'info' })}
      onChangeLanguage={changeLanguage}
      onSignOut={() => toast({ title: 'Utloggad' })}
      {...(state === 'notice' && {
        notice: (
          <Banner tone="warning" title="Planerat arbete söndag 22:00.">
            Sidan kan vara otillgänglig i högst tio minuter.
          </Banner>
        ),
      })}
    >
      <PanelLayout>
        <div className="f-workspace">
          <div className="f-workspace-head">
            <PageHeader
              title="Medlemmar"
              badge={<span className="v-number v-muted">{formats.number(wanted ? rows.length : total)}</span>}
              actions={
                <>
                  <Button icon="upload" isCompact>
                    Läs in
                  </Button>
                  <Button variant="primary" icon="add" isCompact>
                    Ny medlem
                  </Button>
                  <Menu
                    label="Mer om registret"
                    items={[
                      { label: 'Exportera', icon: 'download' },
                      { label: 'Tidsmaskin', icon: 'restore' },
                      { label: 'Fält och klasser', icon: 'settings' },
                      'separator',
                      { label: 'Arkivera registret', icon: 'archive' },
                    ]}
                  />
                </>
              }
            />
            <div className="f-toolbar">
              <SearchField label="Sök medlem" value={wanted} onChange={setWanted} />
              <Button icon="filter" variant="quiet" isCompact>
                Filter
              </Button>
              <Button icon="columns" variant="quiet" isCompact>
                Kolumner
              </Button>
              <span className="f-toolbar-end">
                {selected.size > 0 && (
                  <>
                    {selected.size} markerade
                    <Button
                      size="small"
                      icon="archive"
                      onPress={() => {
                        const before = selected;
                        setSelected(new Set());
                        toast({
                          title: `${before.size} medlemmar arkiverade`,
                          action: { label: 'Ångra', onPress: () => setSelected(before) },
                        });
                      }}
                    >
                      Arkivera
                    </Button>
                  </>
                )}
              </span>
            </div>
          </div>
          <DataGrid
            label="Medlemmar"
            columns={COLUMNS}
            rows={rows}
            rowKey={rowKey}
            rowName={rowName}
            total={state === 'empty' ? 0 : wanted ? rows.length : total}
            status={state === 'failed' ? 'failed' : isLoading ? 'loading' : 'ready'}
            error={FAILURE}
            hasMore={state === null && !wanted && loaded < total}
            onNeedMore={onNeedMore}
            isStale={state === 'stale'}
            sort={sort}
            onSort={setSort}
            selected={selected}
            onSelect={setSelected}
            onOpen={(one) => setOpen(one.id)}
            rowHref={rowHref}
            {...(open !== null && { current: open })}
            empty={
              <EmptyState
                icon="users"
                title={wanted ? 'Ingen medlem passar sökningen' : 'Inga medlemmar ännu'}
                action={
                  !wanted && (
                    <>
                      <Button variant="primary" icon="add">
                        Ny medlem
                      </Button>
                      <Button icon="upload">Läs in från fil</Button>
                    </>
                  )
                }
              >
                {wanted
                  ? 'Pröva färre ord, eller ta bort ett filter.'
                  : 'Här finns föreningens medlemmar. Lägg till den första, eller läs in dem från ett kalkylblad.'}
              </EmptyState>
            }
          />
        </div>
        <Panel
          title={shown?.name ?? ''}
          subtitle="Medlem · senast ändrad i dag 14:02"
          isOpen={shown !== undefined}
          onClose={() => setOpen(null)}
          actions={
            <MoreMenu
              of={shown?.name ?? ''}
              items={[
                { label: 'Kopiera länk', icon: 'copy' },
                { label: 'Vem har sett', icon: 'eye' },
                { label: 'Registerutdrag', icon: 'download' },
                'separator',
                { label: 'Radera personen …', icon: 'trash', tone: 'danger' },
              ]}
            />
          }
          footer={
            <>
              <Button variant="primary" icon="edit">
                Ändra
              </Button>
              <Button icon="paperclip">Lägg till bilaga</Button>
            </>
          }
        >
          {shown && <MemberTabs member={shown} />}
        </Panel>
      </PanelLayout>
    </Frame>
  );
}

const rowKey = (one: Member) => one.id;
const rowName = (one: Member) => one.name;
const rowHref = (one: Member) => `?view=register&open=${one.id}`;
const FAILURE = new ProblemError({
  status: 503,
  code: 'journal.unavailable',
  title: 'Journalen kan inte skrivas',
  detail: 'Utan journal lämnas inga uppgifter ut. Försök igen om en stund.',
  requestId: '0199f3c2-7a41-7c10-9c0e-5f0d2b6a1e77',
});

function MemberTabs({ member }: { member: Member }) {
  return (
    <Tabs
      label="Om medlemmen"
      tabs={[
        {
          id: 'facts',
          title: 'Uppgifter',
          content: (
            <KeyValueList
              items={[
                { label: 'Namn', value: member.name },
                {
                  label: 'Personnummer',
                  value: <span className="v-number">{member.number}</span>,
                  note: 'Förseglat. Visas för rollen Medlemsansvarig.',
                },
                { label: 'Grupp', value: member.group },
                { label: 'Ort', value: member.town },
                { label: 'E-post', value: <a href={`mailto:${member.email}`}>{member.email}</a> },
                { label: 'Telefon', value: <span className="v-number">{member.phone}</span> },
                { label: 'Medlem sedan', value: member.since },
                {
                  label: 'Status',
                  value: (
                    <Badge tone={STATUS[member.status].tone} hasDot>
                      {STATUS[member.status].text}
                    </Badge>
                  ),
                },
                { label: 'Anhörig', value: '' },
              ]}
            />
          ),
        },
        { id: 'attachments', title: 'Bilagor', count: 3, content: <p className="v-muted">Tre bilagor.</p> },
        {
          id: 'history',
          title: 'Historik',
          content: (
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
                },
                {
                  id: '2',
                  at: '2026-02-11T09:40:00Z',
                  who: 'Örjan Ek',
                  what: 'lade till bilagan Avtal.pdf',
                  icon: 'paperclip',
                },
                { id: '3', at: '2019-08-20T16:15:00Z', who: 'Kajsa Björk', what: 'skapade posten', icon: 'add' },
              ]}
            />
          ),
        },
      ]}
    />
  );
}
