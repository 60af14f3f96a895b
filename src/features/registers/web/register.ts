import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { createContext, use, useCallback, useMemo } from 'react';
import { useOrganisation } from '#web/organisation.ts';
import type { Field, Place, Register } from './queries.ts';
import { registerHref } from './queries.ts';
import { readView, writeView, type View } from './view.ts';

/** The register that a page below `registers/$register` is of, read and found. */
export interface CurrentRegister {
  register: Register;
  /** The fields that the reader may see, in the register's order. */
  fields: readonly Field[];
  place: Place;
  /** The address of the register's table. */
  href: string;
}

export const RegisterContext = createContext<CurrentRegister | undefined>(undefined);

export function useRegister(): CurrentRegister {
  const current = use(RegisterContext);
  if (!current) throw new Error('useRegister is for pages inside WithRegister');
  return current;
}

export function useCurrentRegister(register: Register | undefined): CurrentRegister | undefined {
  const organisation = useOrganisation();
  return useMemo(
    () =>
      register && {
        register,
        fields: register.fields.filter(({ isVisible, isRetired }) => isVisible && !isRetired),
        place: { organisation: organisation.id, register: register.id },
        href: registerHref(organisation.slug, register),
      },
    [organisation.id, organisation.slug, register],
  );
}

/** The view in the address, and the way to another: a new step back for each choice, but not for each letter typed. */
export function useView(): [View, (view: View, step?: 'push' | 'replace') => void] {
  const address: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const view = useMemo(() => readView(address), [address]);
  const show = useCallback(
    (next: View, step: 'push' | 'replace' = 'push') =>
      void navigate({ to: '.', search: () => writeView(next), replace: step === 'replace' } as never),
    [navigate],
  );
  return [view, show];
}

/** Addresses inside the register that keep its view, so that closing a record shows the same table again. */
export function useAddresses() {
  const { href } = useRegister();
  const [view] = useView();
  return useMemo(() => {
    const written = new URLSearchParams(writeView(view)).toString();
    const search = written === '' ? '' : `?${written}`;
    return {
      table: `${href}${search}`,
      /** With the name of a tab behind, of that tab. */
      record: (id: string, tab = '') => `${href}/records/${id}${search}${tab === '' ? '' : `#${tab}`}`,
      edit: (id: string) => `${href}/records/${id}/edit${search}`,
      newRecord: `${href}/records/new${search}`,
      trash: `${href}/trash`,
      design: `${href}/design`,
      imports: `${href}/import`,
      oneImport: (id: string) => `${href}/import/${id}`,
    };
  }, [href, view]);
}

/** The parts of the address by name; a page knows which of them its own route has. */
export function useAddressPart(name: 'register' | 'record' | 'import'): string | undefined {
  const parts: Partial<Record<string, string>> = useParams({ strict: false });
  return parts[name];
}
