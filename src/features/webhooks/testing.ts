import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { permissions } from '#gate/permissions.ts';
import { membersDefinition } from '#features/registers/testing.ts';
import { openReceiver, type Receiver } from '#tests/receiver.ts';
import { openWorld, type Caller, type TestOrganisation } from '#tests/world.ts';
import { deliverDue } from './deliver.ts';

/** A world in which an organisation tells a real receiver, by TLS, of changes in a register. */
export interface Stage {
  world: Awaited<ReturnType<typeof openWorld>>;
  org: TestOrganisation;
  /** By a key of the owner's: days pass in these tests, and a session would be idle. */
  call: Caller;
  /** Path of the register whose records are told of. */
  register: string;
  registerId: string;
  receiver: Receiver;
  /** A new webhook for all events of the register, and its secret. */
  createWebhook(more?: object): Promise<{ id: string; path: string; secret: string }>;
  createRecord(data?: object): Promise<{ id: string; version: number }>;
  /** Lets time pass and sends what is then due. */
  deliverAfter(durationMs: number): Promise<void>;
  close(): Promise<void>;
}

const everything = ['record.created', 'record.changed', 'record.trashed', 'record.restored'];

export async function openStage(): Promise<Stage> {
  const receiver = await openReceiver();
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, receiver.certificate]);
  const world = await openWorld({ mayCallPrivate: true });
  const org = await world.createOrganisation();
  const { call } = await org.createKey([...permissions], 300);
  const made = await call('POST', `${org.path}/registers`, { key: 'people', definition: membersDefinition });
  const registerId = made.json.id as string;
  const register = `${org.path}/registers/${registerId}/records`;
  return {
    world,
    org,
    call,
    register,
    registerId,
    receiver,
    async createWebhook(more = {}) {
      const { json } = await call('POST', `${org.path}/webhooks`, {
        name: 'Ekonomi',
        url: receiver.url,
        subscriptions: [{ register: registerId, events: everything }],
        ...more,
      });
      return { id: json.webhook.id, path: `${org.path}/webhooks/${json.webhook.id}`, secret: json.secret };
    },
    async createRecord(data = {}) {
      const { json } = await call('POST', register, { data: { given_name: 'Alma', family_name: 'Ek', ...data } });
      return { id: json.id, version: json.version };
    },
    async deliverAfter(durationMs) {
      world.clock.advance(durationMs);
      await deliverDue(world.installation.gate, new Set(), new AbortController().signal);
    },
    async close() {
      await world.close();
      setDefaultCACertificates(trusted);
      await receiver.close();
    },
  };
}
