import { useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { messages } from './messages.ts';

/** Shown when the browser says that it keeps no cookies, or a sign-in that succeeded did not stick. */
export function CookieNotice({ isLost = false }: { isLost?: boolean }) {
  const text = useMessages(messages);
  if (navigator.cookieEnabled && !isLost) return null;
  return (
    <Banner tone="danger" title={text.cookies}>
      {text.cookiesText}
    </Banner>
  );
}
