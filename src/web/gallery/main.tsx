import '../ui/tokens.css';
import '../ui/base.css';
import './gallery.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { startLanguage, useLocale } from '../language.ts';
import { startTheme } from '../theme.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { ToastRegion } from '../ui/Toast.tsx';
import { ComponentsView } from './ComponentsView.tsx';
import { EntryView } from './EntryView.tsx';
import { RegisterView } from './RegisterView.tsx';

// The address decides what is shown, so that a screenshot needs no clicks: ?view=register&rows=100000&theme=dark&language=en
const search = new URLSearchParams(location.search);
startLanguage(search.get('language') === 'en' ? 'en' : 'sv');
const theme = search.get('theme');
startTheme(theme === 'dark' || theme === 'light' ? theme : 'system');

const VIEWS = { components: ComponentsView, register: RegisterView, entry: EntryView };

function Gallery() {
  const wanted = search.get('view');
  const View = VIEWS[wanted === 'register' || wanted === 'entry' ? wanted : 'components'];
  return (
    <I18nProvider locale={useLocale()}>
      <View search={search} />
      <ToastRegion />
      <LiveRegion />
    </I18nProvider>
  );
}

const root = document.querySelector('#root');
if (!root) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <Gallery />
  </StrictMode>,
);
