import './Frame.css';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { LANGUAGES, useLanguage, useMessages, type Language } from '../language.ts';
import { changeTheme, THEMES, useTheme, type Theme } from '../theme.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';
import { Logo } from '../ui/Logo.tsx';
import { Menu } from '../ui/Menu.tsx';
import { DESKTOP, useMediaQuery } from '../ui/useMediaQuery.ts';
import { Bell } from './Bell.tsx';
import { FrameButton } from './FrameButton.tsx';
import { messages } from './messages.ts';
import { Navigation, type NavigationGroup } from './Navigation.tsx';

export type { NavigationGroup } from './Navigation.tsx';

export interface FrameProps {
  /** `detail` tells accounts of the same name apart: an address, or the user name. */
  account: { name: string; detail: string };
  organisations: readonly { id: string; name: string; href: string }[];
  /** The id of the organisation that the page is in. */
  organisation?: string;
  navigation: readonly NavigationGroup[];
  /** Where somebody finds what calls for them, beside its place in the navigation: in sight where that is not. */
  bell?: { href: string; unread: number };
  /** What is kept here is made up, and may be removed. */
  isDemonstration?: boolean;
  onChangeOrganisation: (href: string) => void;
  onChangeLanguage: (language: Language) => void;
  onSignOut: () => void;
  /** Above every page: an outage, a support grant in use, a demand that is coming. */
  notice?: ReactNode;
  children: ReactNode;
}

const Drawer = lazy(() => import('./Drawer.tsx'));

/** Everything around a page for somebody who is signed in. */
export function Frame(props: FrameProps) {
  const text = useMessages(messages);
  const isDesktop = useMediaQuery(DESKTOP);
  const [drawer, setDrawer] = useState<'untouched' | 'open' | 'closed'>('untouched');
  const side = (
    <>
      <OrganisationMenu {...props} />
      {props.isDemonstration && (
        <div className="f-demonstration">
          <Badge tone="warning" icon="info">
            {text.demonstration}
          </Badge>
        </div>
      )}
      <Navigation groups={props.navigation} onNavigate={() => setDrawer('closed')} />
      <AccountMenu {...props} />
      <div className="f-side-footer">
        <Link href="/policy" isQuiet>
          {text.policy}
        </Link>
      </div>
    </>
  );
  return (
    <div className="f-frame">
      <a className="f-skip" href="#main">
        {text.skip}
      </a>
      {isDesktop ? (
        <header className="f-side">
          <div className="f-brand">
            <Logo />
          </div>
          {side}
        </header>
      ) : (
        <header className="f-top">
          <IconButton icon="menu" label={text.openNavigation} onPress={() => setDrawer('open')} hasTooltip={false} />
          <Logo height={20} />
          {props.bell && <Bell {...props.bell} />}
        </header>
      )}
      {drawer !== 'untouched' && (
        <Suspense>
          <Drawer label={text.navigation} isOpen={drawer === 'open' && !isDesktop} onClose={() => setDrawer('closed')}>
            <div className="f-brand">
              <Logo />
              <IconButton
                icon="close"
                label={text.closeNavigation}
                onPress={() => setDrawer('closed')}
                hasTooltip={false}
              />
            </div>
            {side}
          </Drawer>
        </Suspense>
      )}
      <div className="f-content">
        {props.notice && <div className="f-notice">{props.notice}</div>}
        <main id="main" className="f-main" tabIndex={-1}>
          {props.children}
        </main>
      </div>
    </div>
  );
}

function OrganisationMenu({ organisations, organisation, onChangeOrganisation }: FrameProps) {
  const text = useMessages(messages);
  const current = organisations.find(({ id }) => id === organisation);
  return (
    <div className="f-organisation">
      <Menu
        label={text.changeOrganisation}
        placement="bottom start"
        renderTrigger={(trigger) => (
          <FrameButton {...trigger} label={text.organisation}>
            <Avatar name={current?.name ?? 'V'} shape="square" />
            <span className="f-button-text">
              <strong>{current?.name ?? text.chooseOrganisation}</strong>
            </span>
            <Icon name="chevronsUpDown" size={16} />
          </FrameButton>
        )}
        items={[
          {
            choice: text.changeOrganisation,
            value: organisation ?? '',
            onChange: (id) => {
              const chosen = organisations.find((one) => one.id === id);
              if (chosen && id !== organisation) onChangeOrganisation(chosen.href);
            },
            options: organisations.map(({ id, name }) => ({ id, label: name })),
          },
          'separator',
          { label: text.allOrganisations, icon: 'building', onAction: () => onChangeOrganisation('/') },
        ]}
      />
    </div>
  );
}

function AccountMenu({ account, onChangeLanguage, onSignOut }: FrameProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const theme = useTheme();
  return (
    <div className="f-account">
      <Menu
        label={text.account}
        placement="top start"
        renderTrigger={(trigger) => (
          <FrameButton {...trigger} label={text.account}>
            <Avatar name={account.name} />
            <span className="f-button-text">
              <strong>{account.name}</strong>
              <small>{account.detail}</small>
            </span>
            <Icon name="chevronsUpDown" size={16} />
          </FrameButton>
        )}
        items={[
          { label: text.accountSettings, icon: 'settings', href: '/account' },
          { label: text.policy, icon: 'shield', href: '/policy' },
          'separator',
          {
            choice: text.theme,
            value: theme,
            onChange: (id) => changeTheme(id as Theme),
            options: THEMES.map((id) => ({ id, label: text.themes[id], icon: THEME_ICONS[id] })),
          },
          {
            choice: text.language,
            value: language,
            onChange: (id) => onChangeLanguage(id as Language),
            options: LANGUAGES.map((id) => ({ id, label: text.languages[id], icon: 'language' })),
          },
          'separator',
          { label: text.signOut, icon: 'signOut', onAction: onSignOut },
        ]}
      />
    </div>
  );
}

const THEME_ICONS = { system: 'monitor', light: 'sun', dark: 'moon' } as const;
