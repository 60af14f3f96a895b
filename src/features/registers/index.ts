export { addRegister, getDefinition, holdDefinition, readDefinitions, readVersions } from './definitions.ts';
export { visibleFields } from './field-access.ts';
export { getTrashedAt, parseRecord } from './records.ts';
export { readTitles } from './references.ts';
export { insertRecord } from './stored-records.ts';
export { DefinitionDraft, DefinitionParts } from './definition.ts';
export { readFieldAccess, type FieldLookup } from './field-lookup.ts';
export { testIdentityNumbers } from './test-identity-numbers.ts';
