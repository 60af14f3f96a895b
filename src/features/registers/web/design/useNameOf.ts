import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { rolesQuery } from '#features/access/web/queries.ts';
import { roleName } from '#features/access/web/role-words.ts';
import { useLanguage } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { registersQuery } from '../queries.ts';

/** The roles of the organisation, for who may see them. */
export function useRoles() {
  const { id, may } = useOrganisation();
  return useQuery({ ...rolesQuery(id), enabled: may('organisation.read') });
}

/** What the roles and registers that a definition names are called; one that is gone by its id. */
export function useNameOf(): (id: string) => string {
  const language = useLanguage();
  const { id: organisation } = useOrganisation();
  const roles = useRoles().data?.roles;
  const registers = useQuery(registersQuery(organisation)).data?.registers;
  return useCallback(
    (id) => {
      const role = roles?.find((one) => one.id === id);
      return role ? roleName(role, language) : (registers?.find((one) => one.id === id)?.name[language] ?? id);
    },
    [roles, registers, language],
  );
}
