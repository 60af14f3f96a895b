import './entry-token.ts';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './client.ts';
import { startLanguage } from './language.ts';
import { router } from './router.tsx';
import { followSession } from './session.ts';
import { startTheme } from './theme.ts';

startLanguage();
startTheme();

const TRIES_MAX = 2;
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only what had no answer or a passing fault is worth another try.
      retry: (failures, error) =>
        failures < TRIES_MAX && (!(error instanceof ProblemError) || error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});

followSession(queries);

const root = document.querySelector('#root');
if (!root) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
