import { bind, type Binding } from '#gate/gate.ts';
import * as contract from './contract.ts';
import { createHostedOrganisation, listHostedOrganisations } from './hosted-organisations.ts';
import { changeOrganisation, readOrganisation } from './organisation.ts';

export const bindings: Binding[] = [
  bind(contract.readOrganisation, readOrganisation),
  bind(contract.changeOrganisation, changeOrganisation),
  bind(contract.listHostedOrganisations, listHostedOrganisations),
  bind(contract.createHostedOrganisation, createHostedOrganisation),
];
