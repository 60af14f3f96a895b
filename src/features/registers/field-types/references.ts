import { refused, taken, type FieldType } from './field-type.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const linksMax = 100;

export const isId = (text: string) => uuid.test(text);

export const idsOf = (value: string) => value.split(',');

/**
 * Ids of records of the target register, with commas between. That they are there is asked of the database when they are
 * written (references.ts); the other side finds them as members.
 */
export const link: FieldType = {
  parse(written, field) {
    const ids = [...new Set(written.split(/[,;\s]+/).filter((part) => part !== ''))].map((id) => id.toLowerCase());
    if (ids.length === 0 || !ids.every((id) => uuid.test(id))) return refused('link');
    if (!field.isMany && ids.length > 1) return refused('one_link');
    return ids.length > linksMax ? refused('too_many_links') : taken(ids.join(','));
  },
  display: (value) => value,
  operators: ['in'],
  members: idsOf,
  lengthMax: 4_000,
};

/** The id of a membership of the organisation: who is responsible, who did it. */
export const member: FieldType = {
  parse: (written) => (uuid.test(written.toLowerCase()) ? taken(written.toLowerCase()) : refused('member')),
  display: (value) => value,
  operators: ['eq', 'in'],
};
