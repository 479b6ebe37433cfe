import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ApiError } from './api/client';
import { App } from './App';
import './app.css';

/** What the server refuses is not asked again; a lost line is. */
const queries = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 15_000,
            refetchOnWindowFocus: false,
            retry: (times, error) => times < 2 && !(error instanceof ApiError && error.problem.status > 0 && error.problem.status < 500),
        },
    },
});

const root = document.getElementById('root');
if (root) {
    createRoot(root).render(
        <StrictMode>
            <QueryClientProvider client={queries}>
                <App />
            </QueryClientProvider>
        </StrictMode>,
    );
}
