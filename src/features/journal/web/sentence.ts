import type { Output } from '#web/client.ts';
import type { ActionWords } from './actions.ts';
import type { sv } from './messages.sv.ts';

export type Entry = Output<'GET /organisations/{organisation}/journal'>['entries'][number];

type Texts = typeof sv;

/** Who it was, as a person says it: a name, a machine's work, or that nobody knows. */
export function actorWords({ actor }: Pick<Entry, 'actor'>, text: Texts): string {
  switch (actor.kind) {
    case 'account':
      return actor.name ?? text.formerMember;
    case 'key':
      return text.byKey(actor.name);
    case 'job':
      return text.jobs[actor.name ?? ''] ?? text.byJob(actor.name ?? '');
    case 'command':
      return text.byCommand(actor.name);
    case 'outside':
      return text.fromOutside;
    case 'nobody':
      return text.nobody;
  }
}

/** Columns that mark a row as gone, by the table; their change is told for what it is. */
const marks: Readonly<Record<string, readonly [column: string, gone: string, back: string]>> = {
  'records.updated': ['trashed_at', 'records.trashed', 'records.restored'],
  'comments.updated': ['removed_at', 'comments.removed', 'comments.restored'],
};

function codeOf({ action, changes }: Pick<Entry, 'action' | 'changes'>): string {
  const [column, gone = action, back = action] = marks[action] ?? [];
  const marked = changes.find(({ field }) => field === column);
  if (!marked) return action;
  return marked.new === null ? back : gone;
}

const isNotDone = (outcome: Entry['outcome']) => outcome === 'refused' || outcome === 'failed';

/** What was done, or tried, in one line. An action that the catalogue lacks is told by its code, so that nothing is left out. */
export function actionWords(
  entry: Pick<Entry, 'action' | 'changes' | 'outcome' | 'targetLabel'>,
  text: Texts,
  actions: ActionWords,
): string {
  const code = codeOf(entry);
  // A stream has an entry when it begins and one when it ends; which of the two is told beside.
  const [did, toDo, what = ''] = actions[code] ?? actions[code.replace(/\.(started|ended)$/, '')] ?? [];
  if (did === undefined || toDo === undefined)
    return isNotDone(entry.outcome) ? text.triedCode(entry.action) : entry.action;
  const verb = isNotDone(entry.outcome) ? `${text.tried} ${toDo}` : did;
  const named = what.replace(/\{target\|([^}]*)\}/, (_, otherwise: string) => entry.targetLabel ?? otherwise);
  return `${verb} ${named}`.trim();
}
