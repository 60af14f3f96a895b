import type { Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { themes } from './catalogue.ts';
import type { listPromises } from './contract.ts';
import { readStandings } from './standings.ts';

const titles = new Map(themes.map(({ id, title }) => [id, title]));

/** Every promise with its state, computed at this moment from its last proof. */
export async function listAllPromises(context: Context): Promise<Output<typeof listPromises>> {
  const standings = await readStandings(context);
  context.note({ rows: standings.length });
  return {
    promises: standings.map(({ promise: { id, theme, kind, text, shownBy }, standing, proof }) => ({
      id,
      theme,
      themeTitle: titles.get(theme) ?? { sv: theme, en: theme },
      kind,
      text,
      shownBy,
      state: standing.state,
      reason: standing.reason ?? null,
      proof: proof === undefined ? null : withoutPromise(proof),
    })),
  };
}

const withoutPromise = ({
  outcome,
  at,
  expiresAt,
  shownBy,
  evidence,
}: NonNullable<Awaited<ReturnType<typeof readStandings>>[number]['proof']>) => ({
  outcome,
  at,
  expiresAt,
  shownBy,
  evidence,
});
