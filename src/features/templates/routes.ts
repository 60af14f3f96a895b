import { bind, type Binding } from '#gate/gate.ts';
import * as contracts from './contract.ts';
import { showTemplates, useTemplate } from './templates.ts';

export const bindings: readonly Binding[] = [
  bind(contracts.listTemplates, showTemplates),
  bind(contracts.makeFromTemplate, useTemplate),
];
