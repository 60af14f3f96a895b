import { bind, bindFollow, bindStream, type Binding } from '#gate/gate.ts';
import {
  makeChanges,
  makeEdits,
  makeRestorations,
  makeTrashings,
  showBatch,
  showBatches,
  undoChanges,
  undoTrashings,
} from './batches.ts';
import * as batches from './batch-contract.ts';
import * as contracts from './contract.ts';
import { addRegister, getRegister, listAllRegisters, replaceDefinition } from './definitions.ts';
import { previewChange } from './definition-preview.ts';
import { exportAsCsv, exportAsJson, exportAsXlsx } from './export-records.ts';
import { follow } from './follow.ts';
import { correct, discard, retry } from './import-corrections.ts';
import { reread, stage } from './import-file.ts';
import { showColumns } from './import-proposals.ts';
import { showRows } from './import-rows.ts';
import { changeColumns, showImport, showImports, start, startCheck, undo } from './imports.ts';
import { count, showRecords, showTrash } from './list-records.ts';
import { addRecord, disclose, editRecord, moveToTrash, showRecord, showRelated, takeFromTrash } from './records.ts';
import { showSealings } from './sealings.ts';
import { tokenOf } from './selection.ts';
import { summarise } from './summary.ts';

export const bindings: readonly Binding[] = [
  bind(contracts.listRegisters, listAllRegisters),
  bind(contracts.readRegister, getRegister),
  bind(contracts.createRegister, addRegister),
  bind(contracts.changeDefinition, replaceDefinition),
  bind(contracts.previewDefinition, previewChange),
  bind(contracts.listSealings, showSealings),
  bind(contracts.listRecords, showRecords),
  bind(contracts.makeFilterToken, tokenOf),
  bind(contracts.countRecords, count),
  bind(contracts.summariseRecords, summarise),
  bind(contracts.listTrash, showTrash),
  bind(contracts.createRecord, addRecord),
  bind(contracts.readRecord, showRecord),
  bind(contracts.listRelated, showRelated),
  bind(contracts.changeRecord, editRecord),
  bind(contracts.trashRecord, moveToTrash),
  bind(contracts.restoreRecord, takeFromTrash),
  bind(contracts.discloseIdentityNumber, disclose),
  bindFollow(contracts.followRegister, follow),
  bindStream(contracts.exportCsv, exportAsCsv),
  bindStream(contracts.exportXlsx, exportAsXlsx),
  bindStream(contracts.exportJson, exportAsJson),
  bind(contracts.stageImport, stage),
  bind(contracts.listImports, showImports),
  bind(contracts.readImport, showImport),
  bind(contracts.listImportRows, showRows),
  bind(contracts.mapImport, changeColumns),
  bind(contracts.runImport, start),
  bind(contracts.undoImport, undo),
  bind(contracts.rereadImport, reread),
  bind(contracts.discardImport, discard),
  bind(contracts.judgeColumns, showColumns),
  bind(contracts.checkImport, startCheck),
  bind(contracts.correctRow, correct),
  bind(contracts.retryRows, retry),
  bind(batches.editRecords, makeEdits),
  bind(batches.changeRecords, makeChanges),
  bind(batches.trashRecords, makeTrashings),
  bind(batches.restoreRecords, makeRestorations),
  bind(batches.listBatches, showBatches),
  bind(batches.readBatch, showBatch),
  bind(batches.undoChange, undoChanges),
  bind(batches.undoTrashing, undoTrashings),
];
