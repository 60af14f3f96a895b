import type { Binding } from '#gate/gate.ts';
import { messages as gateEn } from '#gate/messages.en.ts';
import { messages as gateSv } from '#gate/messages.sv.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { joinCatalogues } from '#kernel/i18n/messages.ts';
import type { Gate } from '#gate/gate.ts';
import type { Probe } from '#gate/probe.ts';
import * as access from './access/feature.ts';
import { probes as accessProbes } from './access/promises.ts';
import * as comments from './comments/feature.ts';
import * as identity from './identity/feature.ts';
import { probes as identityProbes } from './identity/promises.ts';
import * as journal from './journal/feature.ts';
import { probes as journalProbes } from './journal/promises.ts';
import * as organisations from './organisations/feature.ts';
import { probes as organisationProbes } from './organisations/promises.ts';
import * as promises from './promises/feature.ts';
import * as registers from './registers/feature.ts';
import * as templates from './templates/feature.ts';
import * as views from './views/feature.ts';
import * as webhooks from './webhooks/feature.ts';

// The product, readable as a list of nouns.
const features = [organisations, identity, access, registers, views, templates, comments, webhooks, journal, promises];

export type Bindings = readonly Binding[];

export const bindings: Bindings = features.flatMap((feature) => feature.bindings);

export const messages = joinCatalogues({ sv: gateSv, en: gateEn }, ...features.map((feature) => feature.messages));

/** The probes of all features by the name of the feature: what is proved of the policy, and by whom. */
export const probesByFeature: Readonly<Record<string, readonly Probe[]>> = {
  identity: identityProbes,
  access: accessProbes,
  organisations: organisationProbes,
  journal: journalProbes,
};

export const probes: readonly Probe[] = Object.values(probesByFeature).flat();

/** Jobs of all features, bound to the gate they enter through. */
export const jobsOf = (gate: Gate): JobDefinition[] => features.flatMap((feature) => feature.jobs(gate, probes));
