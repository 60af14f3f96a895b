import './EntryFrame.css';
import type { ReactNode } from 'react';
import { changeLanguage, LANGUAGES, useLanguage, useMessages } from '../language.ts';
import { Button } from '../ui/Button.tsx';
import { Link } from '../ui/Link.tsx';
import { Logo } from '../ui/Logo.tsx';
import { messages } from './messages.ts';

export interface EntryFrameProps {
  title: string;
  description?: ReactNode;
  /** Below the card, beside the policy: other ways. */
  footer?: ReactNode;
  children: ReactNode;
}

/** For whoever is on the way in: sign-in, second factor, invitation, reset. Nothing here needs a session. */
export function EntryFrame({ title, description, footer, children }: EntryFrameProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const other = LANGUAGES.find((one) => one !== language) ?? language;
  return (
    <div className="f-entry">
      <title>{`${title} · Valv`}</title>
      <header className="f-entry-top">
        <Logo height={26} />
        <Button variant="quiet" size="small" icon="language" onPress={() => changeLanguage(other)}>
          {text.languages[other]}
        </Button>
      </header>
      <main id="main" className="f-entry-card" tabIndex={-1}>
        <div className="f-entry-head">
          <h1>{title}</h1>
          {description && <div className="f-entry-description">{description}</div>}
        </div>
        {children}
      </main>
      <footer className="f-entry-footer">
        {footer}
        <Link href="/policy">{text.policy}</Link>
      </footer>
    </div>
  );
}
