/** Who is signed in, and what they may do. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

import { ApiError, clientOnSignedOut, clientToken, get, remove, type Reply } from './client';

export type SessionInfo = Reply<'/api/v1/session'>;
export type Right =
    | 'administer'
    | 'register_read'
    | 'register_write'
    | 'payroll_make'
    | 'payroll_approve'
    | 'payment_release'
    | 'result_load'
    | 'ledger_post'
    | 'report'
    | 'log_read'
    | 'reveal'
    | 'provider_files'
    | 'signed_in';

interface SessionState {
    session: SessionInfo | null;
    isLoading: boolean;
    /** The session ended while pages are open: they stay, and signing in goes on from there. */
    hasEnded: boolean;
    may: (right: Right) => boolean;
    begin: (session: SessionInfo) => void;
    end: () => Promise<void>;
}

const SessionContext = createContext<SessionState | null>(null);

async function sessionAsk(): Promise<SessionInfo | null> {
    try {
        return await get('/api/v1/session');
    } catch (error) {
        if (error instanceof ApiError && error.problem.status === 401) {
            return null;
        }
        throw error;
    }
}

export function SessionProvider({ children }: { children: ReactNode }) {
    const queries = useQueryClient();
    const [session, setSession] = useState<SessionInfo | null>(null);
    const [hasEnded, setHasEnded] = useState(false);
    const first = useQuery({ queryKey: ['session'], queryFn: sessionAsk, staleTime: Infinity });

    const begin = useCallback(
        (next: SessionInfo) => {
            clientToken(next.csrf_token);
            // Somebody else on the same page must not see what was loaded for the one before.
            if (session && session.user_id !== next.user_id) {
                queries.clear();
                window.history.replaceState(null, '', '/');
            }
            queries.setQueryData(['session'], next);
            setSession(next);
            setHasEnded(false);
            void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
        },
        [queries, session],
    );

    const end = useCallback(async () => {
        await remove('/api/v1/session');
        clientToken('');
        queries.clear();
        queries.setQueryData(['session'], null);
        setSession(null);
        setHasEnded(false);
        window.history.replaceState(null, '', '/');
    }, [queries]);

    useEffect(() => {
        if (first.data && !session && !hasEnded) {
            clientToken(first.data.csrf_token);
            setSession(first.data);
        }
    }, [first.data, session, hasEnded]);

    useEffect(() => {
        clientOnSignedOut(() => setHasEnded(session !== null));
    }, [session]);

    const state = useMemo<SessionState>(() => {
        const rights = new Set<string>(session?.rights.map((each) => each.right));
        return { session, isLoading: first.isLoading || (first.data != null && !session), hasEnded, may: (right) => rights.has(right), begin, end };
    }, [session, first.isLoading, first.data, hasEnded, begin, end]);

    return <SessionContext.Provider value={state}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionState {
    const state = useContext(SessionContext);
    if (!state) {
        throw new Error('useSession outside of SessionProvider');
    }
    return state;
}

/** Inside of the shell somebody is always signed in. */
export function useSignedIn(): SessionInfo {
    const { session } = useSession();
    if (!session) {
        throw new Error('nobody is signed in');
    }
    return session;
}
