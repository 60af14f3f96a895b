import { bind, type Binding } from '#gate/gate.ts';
import * as contracts from './contract.ts';
import { sendAgain, sendTest, showDeliveries } from './deliveries.ts';
import { addWebhook, dropWebhook, editWebhook, renewSecret, setActive, showWebhook, showWebhooks } from './webhooks.ts';

export const bindings: readonly Binding[] = [
  bind(contracts.listWebhooks, showWebhooks),
  bind(contracts.createWebhook, addWebhook),
  bind(contracts.readWebhook, showWebhook),
  bind(contracts.changeWebhook, editWebhook),
  bind(contracts.removeWebhook, dropWebhook),
  bind(contracts.activateWebhook, setActive),
  bind(contracts.replaceSecret, renewSecret),
  bind(contracts.listDeliveries, showDeliveries),
  bind(contracts.testWebhook, sendTest),
  bind(contracts.redeliver, sendAgain),
];
