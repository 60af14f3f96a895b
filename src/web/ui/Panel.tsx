import './Panel.css';
import { lazy, Suspense, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { IconButton } from './Button.tsx';
import { messages } from './messages.ts';
import { DESKTOP, useMediaQuery } from './useMediaQuery.ts';

export interface PanelProps {
  title: string;
  subtitle?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

const PanelModal = lazy(() => import('./PanelModal.tsx'));

/**
 * What belongs to the chosen row. Beside the list on a desktop, where the list stays in use; above everything on less.
 * On a desktop, place it in a `PanelLayout` with the list.
 */
export function Panel(props: PanelProps) {
  const isDesktop = useMediaQuery(DESKTOP);
  if (isDesktop) return props.isOpen ? <Aside {...props} /> : null;
  return (
    <Suspense>
      <PanelModal {...props} />
    </Suspense>
  );
}

export function PanelLayout({ children }: { children: ReactNode }) {
  return <div className="v-panel-layout">{children}</div>;
}

function Aside(props: PanelProps) {
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  const onEscape = useEffectEvent(() => props.onClose());
  const isInside = useRef(false);

  // What had the focus may be gone with the record before: the panel is then the nearest to it, and hears its keys.
  useLayoutEffect(() => {
    if (isInside.current && document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
  });

  // Focus follows to the panel, and goes back to the row when the panel closes with the focus in it.
  useEffect(() => {
    const from = document.activeElement;
    const element = panel.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      onEscape();
    };
    const onFocusIn = () => {
      isInside.current = true;
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      // What is taken out of the document loses the focus to nobody.
      if (relatedTarget instanceof Node && !element?.contains(relatedTarget)) isInside.current = false;
    };
    // In the list beside it too, when the list itself has no use for the key: it has heard it by then.
    const onKeyInList = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('.v-panel-layout [role="grid"]')) onKey(event);
    };
    element?.addEventListener('keydown', onKey);
    document.addEventListener('keydown', onKeyInList);
    element?.addEventListener('focusin', onFocusIn);
    element?.addEventListener('focusout', onFocusOut);
    element?.focus({ preventScroll: true });
    return () => {
      element?.removeEventListener('keydown', onKey);
      document.removeEventListener('keydown', onKeyInList);
      element?.removeEventListener('focusin', onFocusIn);
      element?.removeEventListener('focusout', onFocusOut);
      const hadFocus = element?.contains(document.activeElement) || document.activeElement === document.body;
      if (!hadFocus || !(from instanceof HTMLElement)) return;
      // The list's own stop is on the row that the panel showed last, which need not be the one it was opened from.
      const stop = document.querySelector<HTMLElement>('.v-panel-layout [role="grid"] [tabindex="0"]');
      const isOfList = from === document.body || !from.isConnected || from.closest('[role="grid"]') !== null;
      (isOfList && stop ? stop : from).focus({ preventScroll: true });
    };
  }, []);

  return (
    <aside ref={panel} className="v-panel v-panel-aside" aria-labelledby={id} tabIndex={-1}>
      <PanelContent {...props} heading={<h2 id={id}>{props.title}</h2>} />
    </aside>
  );
}

/** What both forms of the panel hold. */
export function PanelContent(props: PanelProps & { heading: ReactNode }) {
  const text = useMessages(messages);
  return (
    <>
      <header className="v-panel-header">
        <div className="v-panel-title">
          {props.heading}
          {props.subtitle && <div className="v-panel-subtitle">{props.subtitle}</div>}
        </div>
        <div className="v-panel-actions">
          {props.actions}
          <IconButton icon="close" label={text.close} onPress={props.onClose} />
        </div>
      </header>
      <div className="v-panel-body">{props.children}</div>
      {props.footer && <footer className="v-panel-footer">{props.footer}</footer>}
    </>
  );
}
