// A mention stands in the text of a comment as `@[membership id]`: never a name, so that it follows whoever changes theirs and
// nothing of a person stays behind who leaves.

const mention = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/g;

/** The memberships that the text mentions, each once. */
export const mentionsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(mention)].map(([, id = '']) => id)),
];

/** What those whom the text mentions are called; who has left has no name. */
export const namesIn = (text: string, names: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    mentionsIn(text).flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [[id, name]];
    }),
  );

/** The text with `@name` for each mention; `name` says what somebody is called, whoever they are or were. */
export const nameMentions = (text: string, name: (id: string) => string): string =>
  text.replaceAll(mention, (_, id: string) => `@${name(id)}`);
