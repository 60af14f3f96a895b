import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Installation } from '../installation.ts';

export interface Metrics {
  observe(action: string, status: number, durationMs: number): void;
  text(): Promise<string>;
}

/** What a Prometheus server may read: counts and times by declared action, nothing of anybody. */
export function createMetrics(installation: () => Installation | undefined): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: 'valv_call_seconds',
    help: 'Time of calls from match to answer, by action and status',
    labelNames: ['action', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers: [registry],
  });
  const gauge = (name: string, help: string, read: (open: Installation) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const open = installation();
        if (open) this.set(read(open));
      },
    });
  gauge(
    'valv_journal_entries',
    'Access entries made durable by the writer',
    (open) => open.gate.journal.counts.entries,
  );
  gauge('valv_journal_commits', 'Commits that took', (open) => open.gate.journal.counts.commits);
  gauge(
    'valv_journal_failures',
    'Entries that could not be written, so that their calls failed',
    (open) => open.gate.journal.counts.failures,
  );
  gauge('valv_events_followers', 'Streams of events open in this process', (open) => open.gate.seats.taken);
  gauge(
    'valv_announcements_sent',
    'Announcements of changes sent to the processes of the installation',
    (open) => open.gate.announcements.counts.sent,
  );
  gauge(
    'valv_announcements_heard',
    'Announcements heard from all processes',
    (open) => open.gate.announcements.counts.heard,
  );
  gauge(
    'valv_announcements_gaps',
    'How often listening began anew, the start included',
    (open) => open.gate.announcements.counts.gaps,
  );
  gauge('valv_database_waiting', 'Calls waiting for a connection', (open) => open.gate.pools.runtime.waitingCount);
  return {
    observe: (action, status, durationMs) => calls.observe({ action, status: String(status) }, durationMs / 1_000),
    text: () => registry.metrics(),
  };
}
