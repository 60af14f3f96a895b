import { bind, type Binding } from '#gate/gate.ts';
import * as contracts from './contract.ts';
import { dropView, editView, keepView, showViews } from './views.ts';

export const bindings: readonly Binding[] = [
  bind(contracts.listViews, showViews),
  bind(contracts.createView, keepView),
  bind(contracts.changeView, editView),
  bind(contracts.removeView, dropView),
];
