export {
  addRegister,
  addRegisters,
  getDefinition,
  getRegister,
  holdDefinition,
  readDefinitions,
  readVersions,
} from './definitions.ts';
export { visibleFields } from './field-access.ts';
export { getTrashedAt, parseRecord } from './records.ts';
export { readTitles } from './references.ts';
export { insertRecords } from './stored-records.ts';
export { DefinitionDraft, DefinitionParts, Field, InBothLanguages } from './definition.ts';
export { Register } from './contract.ts';
export { readFieldAccess, type FieldLookup } from './field-lookup.ts';
export { testIdentityNumbers } from './test-identity-numbers.ts';
