import { bind } from '#gate/gate.ts';
import { listDefinitionVersions, readJournal, readRecordHistory } from './contract.ts';
import { listVersions } from './list-definition-versions.ts';
import { listEntries } from './read-journal.ts';
import { listRecordHistory } from './read-record-history.ts';

export const bindings = [
  bind(readJournal, listEntries),
  bind(readRecordHistory, listRecordHistory),
  bind(listDefinitionVersions, listVersions),
];
