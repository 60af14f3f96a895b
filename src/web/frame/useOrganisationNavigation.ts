import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { registerHref, registersQuery } from '#features/registers/web/queries.ts';
import { useLanguage, useMessages } from '../language.ts';
import type { CurrentOrganisation, Permission } from '../organisation.ts';
import type { IconName } from '../ui/Icon.tsx';
import { messages } from './messages.ts';
import type { NavigationGroup } from './Navigation.tsx';

interface Place {
  path: string;
  label: string;
  icon: IconName;
  permission: Permission;
}

/** Where somebody may go in the organisation. What the permissions do not give is not shown. */
export function useOrganisationNavigation(organisation: CurrentOrganisation, unread: number): NavigationGroup[] {
  const text = useMessages(messages);
  const language = useLanguage();
  const { pathname } = useLocation();
  const { slug, may } = organisation;
  const registers = useQuery({ ...registersQuery(organisation.id), enabled: may('register.read') });

  const isAt = (href: string) => pathname === href || pathname.startsWith(`${href}/`);
  const item = ({ path, label, icon }: Place) => {
    const href = `/o/${slug}/${path}`;
    return { href, label, icon, isCurrent: isAt(href) };
  };
  const places = (...all: Place[]) => all.filter(({ permission }) => may(permission)).map(item);
  const home = `/o/${slug}`;
  const registerCount = registers.data?.registers.length ?? 0;
  const allRegisters = {
    href: `${home}/registers`,
    label: text.allRegisters(registerCount),
    icon: 'search' as const,
    isCurrent: pathname === `${home}/registers`,
  };
  const groups: NavigationGroup[] = [
    {
      id: 'start',
      items: [
        { href: `${home}/overview`, label: text.overview, icon: 'home', isCurrent: pathname === `${home}/overview` },
        ...places({ path: 'mentions', label: text.mentions, icon: 'bell', permission: 'record.read' }).map((place) => ({
          ...place,
          count: unread,
          countWords: text.unread(unread),
        })),
      ],
    },
    {
      id: 'registers',
      title: text.registers,
      items: [
        ...inMenu(registers.data?.registers ?? [], (register) => isAt(registerHref(slug, register))).map((register) => {
          const href = registerHref(slug, register);
          return { href, label: register.name[language], icon: 'register' as const, isCurrent: isAt(href) };
        }),
        ...(registerCount > REGISTERS_MAX ? [allRegisters] : []),
      ],
    },
    {
      id: 'organisation',
      title: text.organisation,
      items: places(
        { path: 'members', label: text.members, icon: 'users', permission: 'member.read' },
        { path: 'roles', label: text.roles, icon: 'shield', permission: 'organisation.read' },
        { path: 'api-keys', label: text.apiKeys, icon: 'key', permission: 'api_key.write' },
        { path: 'webhooks', label: text.webhooks, icon: 'link', permission: 'webhook.write' },
        { path: 'journal', label: text.journal, icon: 'clock', permission: 'journal.read' },
        { path: 'settings', label: text.settings, icon: 'settings', permission: 'organisation.write' },
      ),
    },
    {
      id: 'installation',
      title: text.installation,
      items: organisation.isInstallation
        ? places({
            path: 'organisations',
            label: text.organisations,
            icon: 'building',
            permission: 'installation.operate',
          })
        : [],
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** A menu that is longer is scrolled through, not read: the rest are found on the page of all registers. */
const REGISTERS_MAX = 15;

/** The first of them, and the one that is open. */
const inMenu = <R>(registers: readonly R[], isOpen: (register: R) => boolean): readonly R[] =>
  registers.filter((register, place) => place < REGISTERS_MAX || isOpen(register));
