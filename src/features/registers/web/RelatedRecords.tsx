import { useQuery } from '@tanstack/react-query';
import { useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { call } from '#web/client.ts';
import { Link } from '#web/ui/Link.tsx';
import { messages } from './messages.ts';
import { recordKey, registerHref, registersQuery } from './queries.ts';
import { useRegister } from './register.ts';

/** Records that lead here: the other side of their links. Nothing is shown where nothing does. */
export function RelatedRecords({ record }: { record: string }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { slug } = useOrganisation();
  const { place } = useRegister();
  const registers = useQuery(registersQuery(place.organisation)).data?.registers ?? [];
  const isLinkedTo = registers.some(({ targets }) => targets.includes(place.register));
  const related = useQuery({
    queryKey: [...recordKey(place, record), 'related'],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/records/{record}/related', {
        params: { ...place, record },
        signal,
      }),
    enabled: isLinkedTo,
  });
  return (related.data?.related ?? [])
    .filter(({ count }) => count > 0)
    .map(({ register: id, field, label, count, records }) => {
      const register = registers.find((one) => one.id === id);
      return (
        <section key={`${id}.${field}`} className="r-related">
          <h3>
            {label[language]} <span className="r-count">{count}</span>
          </h3>
          <ul className="r-related-list">
            {records.map(({ id: other, title }) => (
              <li key={other}>
                {register ? (
                  <Link href={`${registerHref(slug, register)}/records/${other}`}>{title || text.nameless}</Link>
                ) : (
                  title
                )}
              </li>
            ))}
          </ul>
          {count > records.length && <p className="v-muted">{text.andMore(count - records.length)}</p>}
        </section>
      );
    });
}
