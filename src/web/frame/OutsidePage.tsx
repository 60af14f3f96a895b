import { useMessages } from '../language.ts';
import { LinkButton } from '../ui/Link.tsx';
import { EntryFrame } from './EntryFrame.tsx';
import { messages } from './messages.ts';

/** An address that is nowhere, not even in an organisation: shown to whoever comes, signed in or not. */
export function OutsidePage() {
  const text = useMessages(messages);
  return (
    <EntryFrame title={text.notFoundTitle} description={text.notFoundText}>
      <div>
        <LinkButton href="/" icon="home">
          {text.toStart}
        </LinkButton>
      </div>
    </EntryFrame>
  );
}
