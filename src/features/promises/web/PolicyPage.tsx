import './policy.css';
import { useQuery } from '@tanstack/react-query';
import { changeLanguage, LANGUAGES, useFormats, useLanguage, useMessages } from '#web/language.ts';
import { messages as frame } from '#web/frame/messages.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Link } from '#web/ui/Link.tsx';
import { Logo } from '#web/ui/Logo.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { messages } from './messages.ts';
import { PromiseItem } from './PromiseItem.tsx';
import { promisesQuery, STATES, type PromiseView } from './queries.ts';
import { StateBadge } from './StateBadge.tsx';

/** The policy, open to everybody: every promise, its state at this moment, and what shows it. */
export function PolicyPage() {
  const text = useMessages(messages);
  const promises = useQuery(promisesQuery);
  return (
    <div className="p-policy">
      <title>{`${text.title} · Valv`}</title>
      <a className="f-skip" href="#main">
        {text.skip}
      </a>
      <Top />
      <main id="main" className="p-main" tabIndex={-1}>
        <h1>{text.title}</h1>
        <p className="p-lead">{text.lead}</p>
        {promises.isPending ? (
          <SkeletonLines lines={12} />
        ) : promises.data === undefined ? (
          <ErrorState
            error={promises.error}
            onRetry={() => void promises.refetch()}
            isRetrying={promises.isRefetching}
          />
        ) : (
          <Policy promises={promises.data.promises} readAt={promises.dataUpdatedAt} />
        )}
      </main>
    </div>
  );
}

function Top() {
  const text = useMessages(messages);
  const { languages } = useMessages(frame);
  const language = useLanguage();
  const other = LANGUAGES.find((one) => one !== language) ?? language;
  return (
    <header className="p-top">
      <Link href="/" isQuiet>
        <span className="v-hidden">{text.home}: </span>
        <Logo height={26} />
      </Link>
      <Button variant="quiet" size="small" icon="language" onPress={() => changeLanguage(other)}>
        {languages[other]}
      </Button>
    </header>
  );
}

function Policy({ promises, readAt }: { promises: readonly PromiseView[]; readAt: number }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const themes = [...Map.groupBy(promises, ({ theme }) => theme)].map(([id, ofTheme]) => ({
    id,
    title: ofTheme[0]?.themeTitle[language] ?? id,
    promises: ofTheme,
  }));
  return (
    <>
      <section className="p-summary" aria-labelledby="summary">
        <h2 id="summary">{text.summary}</h2>
        <p className="v-muted">
          {text.total(promises.length)}. {text.asOf(formats.dateTime(new Date(readAt)))}
        </p>
        <dl className="p-legend">
          {STATES.map((state) => (
            <div key={state}>
              <dt>
                <StateBadge state={state} />
                <strong className="v-number">{promises.filter((promise) => promise.state === state).length}</strong>
              </dt>
              <dd>{text.legend[state]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <nav className="p-contents" aria-label={text.contents}>
        <ul className="p-themes">
          {themes.map(({ id, title, promises: ofTheme }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a> <small className="v-muted">{ofTheme.length}</small>
            </li>
          ))}
        </ul>
      </nav>
      {themes.map(({ id, title, promises: ofTheme }) => (
        <section key={id} className="p-theme" aria-labelledby={id}>
          <h2 id={id} tabIndex={-1}>
            {title}
          </h2>
          <ol className="p-promises">
            {ofTheme.map((promise) => (
              <PromiseItem key={promise.id} promise={promise} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
