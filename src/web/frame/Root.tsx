import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { RouterProvider as AriaRouterProvider } from 'react-aria-components';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useLocale, useMessages } from '../language.ts';
import { announce, LiveRegion } from '../ui/LiveRegion.tsx';
import { ToastRegion } from '../ui/Toast.tsx';
import { messages } from './messages.ts';

/** What surrounds every page, signed in or not: language, links by the router, what is said aloud, and where focus goes. */
export function Root() {
  const router = useRouter();
  const locale = useLocale();
  useArrival();
  return (
    <I18nProvider locale={locale}>
      <AriaRouterProvider navigate={(href) => void router.navigate({ href })}>
        <Outlet />
        <ToastRegion />
        <LiveRegion />
      </AriaRouterProvider>
    </I18nProvider>
  );
}

// A new page does what a page load would: focus at its beginning, and its title read out. A change of the search alone
// (a filter, a sorting) leaves focus where it is.
function useArrival(): void {
  const router = useRouter();
  const text = useMessages(messages);
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        const main = document.querySelector<HTMLElement>('#main');
        if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
        main?.scrollTo(0, 0);
        // Beside a list it is what the panel shows that is new.
        const shown = document.querySelector('.v-panel-title :is(h2, h3)')?.textContent;
        announce(text.arrivedAt(shown || document.title.replace(/ · Valv$/, '')));
      }),
    [router, text],
  );
}
