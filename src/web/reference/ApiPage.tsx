import './reference.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { messages as frame } from '../frame/messages.ts';
import { changeLanguage, LANGUAGES, useLanguage, useMessages } from '../language.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Link } from '../ui/Link.tsx';
import { Logo } from '../ui/Logo.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { SkeletonLines } from '../ui/Skeleton.tsx';
import { referenceQuery, search, type Reference } from './description.ts';
import { messages } from './messages.ts';
import { OperationView } from './OperationView.tsx';

/** The API for who writes a program against it, open to everybody: how to begin, and every call. */
export function ApiPage() {
  const text = useMessages(messages);
  const reference = useQuery(referenceQuery);
  return (
    <div className="api-page">
      <title>{`${text.title} · Valv`}</title>
      <a className="f-skip" href="#main">
        {text.skip}
      </a>
      <Top />
      <main id="main" className="api-main" tabIndex={-1}>
        <h1>{text.title}</h1>
        <p className="api-lead">{text.lead}</p>
        <p>
          <Link href="/openapi.json" isExternal>
            {text.file}
          </Link>
        </p>
        <Beginning />
        {reference.isPending ? (
          <SkeletonLines lines={12} />
        ) : reference.data === undefined ? (
          <ErrorState
            error={reference.error}
            onRetry={() => void reference.refetch()}
            isRetrying={reference.isRefetching}
          />
        ) : (
          <Calls reference={reference.data} />
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
    <header className="api-top">
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

function Beginning() {
  const text = useMessages(messages);
  const parts = [
    { title: text.keys, words: text.keysText, code: 'Authorization: Bearer valv_…' },
    { title: text.address, words: text.addressText, code: `${window.location.origin}/api/v1` },
    { title: text.rates, words: text.ratesText, code: 'RateLimit: "key";r=5999;t=1' },
    { title: text.refusals, words: text.refusalsText, code: '{"status": 404, "code": "not_found", …}' },
    { title: text.once, words: text.onceText, code: 'Idempotency-Key: 7f0c2a…' },
    { title: text.webhooks, words: text.webhooksText, code: 'webhook-signature: v1,…' },
  ];
  return (
    <section aria-labelledby="begin">
      <h2 id="begin">{text.begin}</h2>
      <div className="api-beginning">
        {parts.map(({ title, words, code }) => (
          <div key={title}>
            <h3>{title}</h3>
            <p>{words}</p>
            <code className="api-code">{code}</code>
          </div>
        ))}
      </div>
    </section>
  );
}

const anchor = () => decodeURIComponent(window.location.hash.slice(1));

function Calls({ reference }: { reference: Reference }) {
  const text = useMessages(messages);
  const [words, setWords] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const ids = new Set(reference.groups.flatMap(({ operations }) => operations.map(({ operationId }) => operationId)));
    // A link to a call opens it, whatever was searched for before.
    const follow = () => {
      const id = anchor();
      if (!ids.has(id)) return;
      setWords('');
      setOpen((before) => new Set([...before, id]));
      requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView());
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [reference]);
  const groups = search(reference.groups, words);
  const countOf = (all: Reference['groups']) => all.reduce((sum, { operations }) => sum + operations.length, 0);
  const nameOf = (tag: string) => text.groups[tag] ?? tag;
  const toggle = (id: string, isOpen: boolean) => {
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  return (
    <>
      <div className="api-search">
        <SearchField label={text.search} placeholder={text.searchPlaceholder} value={words} onChange={setWords} />
        <p className="v-muted" role="status">
          {text.found(countOf(groups), countOf(reference.groups))}
        </p>
      </div>
      {groups.length === 0 ? (
        <EmptyState icon="search" title={text.nothing}>
          {text.nothingText}
        </EmptyState>
      ) : (
        <nav aria-label={text.contents}>
          <ul className="api-contents">
            {groups.map(({ tag, operations }) => (
              <li key={tag}>
                <a href={`#group-${tag}`}>{nameOf(tag)}</a> <small className="v-muted">{operations.length}</small>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {groups.map(({ tag, operations }) => (
        <section key={tag} aria-labelledby={`group-${tag}`}>
          <h2 id={`group-${tag}`} tabIndex={-1}>
            {nameOf(tag)}
          </h2>
          <div className="api-operations">
            {operations.map((operation) => (
              <OperationView
                key={operation.operationId}
                operation={operation}
                components={reference.components}
                isOpen={open.has(operation.operationId)}
                onToggle={(isOpen) => toggle(operation.operationId, isOpen)}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
