import type { Principal } from '#gate/context.ts';
import type { Definition, Field } from './definition.ts';

/**
 * What the principal may do with a field. Invisible: it does not exist for them, in lists, sorting, filters, words, history
 * and files alike. Visible but not readable: shown masked.
 */
export interface FieldAccess {
  isVisible: boolean;
  isReadable: boolean;
}

/** The machine itself (jobs, the command line) sees all; what a job may touch is decided when it is asked for. */
const isMachine = ({ actor }: Principal) => actor.startsWith('job:') || actor.startsWith('command:');

export function fieldAccess(field: Field, principal: Principal): FieldAccess {
  if (isMachine(principal)) return { isVisible: true, isReadable: true };
  const isVisible = field.visibleTo === null || field.visibleTo.some((role) => principal.roleIds.includes(role));
  // An identity number is never read in passing: it is disclosed one at a time, for a stated reason.
  const isReadable =
    isVisible &&
    field.class !== 'identity_number' &&
    (field.class !== 'sensitive' || principal.permissions.has('sensitive.read'));
  return { isVisible, isReadable };
}

export const visibleFields = (definition: Definition, principal: Principal): Field[] =>
  definition.fields.filter((field) => !field.isRetired && fieldAccess(field, principal).isVisible);
