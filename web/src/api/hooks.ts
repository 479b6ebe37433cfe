/** Reading and writing from a screen. */
import { useInfiniteQuery, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';

import { ApiError, get, post, requestKey, upload, type Ask, type Body, type JobProgress, type InPath, type PathOf, type Query, type Reply } from './client';

export function useGet<P extends PathOf<'get'>>(
    path: P,
    ask: { path?: InPath<P>; query?: Query<P> } = {},
    options: { enabled?: boolean; staleTime?: number; refetchInterval?: number | false } = {},
): UseQueryResult<Reply<P>, ApiError> {
    return useQuery<Reply<P>, ApiError>({
        queryKey: [path, ask.path ?? null, ask.query ?? null],
        queryFn: ({ signal }) => get(path, { ...ask, signal }),
        ...options,
    });
}

const PAGE_ROWS = 100;
const WHOLE_ROWS = 500;

interface Page {
    next?: number | null;
}

/** A list that goes on: `after` is the `next` of the page before. */
export function usePages<P extends PathOf<'get'>>(
    path: P,
    ask: { path?: InPath<P>; query?: Omit<Query<P>, 'after' | 'limit'> } = {},
    options: { enabled?: boolean } = {},
) {
    return useInfiniteQuery<Reply<P>, ApiError, { pages: Reply<P>[] }, unknown[], number | undefined>({
        queryKey: [path, 'pages', ask.path ?? null, ask.query ?? null],
        initialPageParam: undefined,
        queryFn: ({ pageParam, signal }) =>
            get(path, {
                path: ask.path,
                query: { ...ask.query, after: pageParam, limit: PAGE_ROWS } as unknown as Query<P>,
                signal,
            }),
        getNextPageParam: (last) => (last as Page).next ?? undefined,
        ...options,
    });
}

/** All pages of a list one after the other: only where the whole is short, or is to be printed. */
export function useWhole<P extends PathOf<'get'>>(
    path: P,
    ask: { path?: InPath<P>; query?: Omit<Query<P>, 'after' | 'limit'> } = {},
    options: { enabled?: boolean } = {},
): UseQueryResult<Reply<P>[], ApiError> {
    return useQuery<Reply<P>[], ApiError>({
        queryKey: [path, 'whole', ask.path ?? null, ask.query ?? null],
        queryFn: async ({ signal }) => {
            const pages: Reply<P>[] = [];
            let after: number | undefined;
            do {
                const query = { ...ask.query, after, limit: WHOLE_ROWS } as unknown as Query<P>;
                const page = await get(path, { path: ask.path, query, signal });
                pages.push(page);
                after = (page as Page).next ?? undefined;
            } while (after !== undefined);
            return pages;
        },
        ...options,
    });
}

/** What a table needs to know of a list that goes on. */
export function pagesProps(list: {
    isLoading: boolean;
    error: ApiError | null;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
}) {
    return {
        isLoading: list.isLoading,
        error: list.error,
        onRetry: () => void list.refetch(),
        hasMore: list.hasNextPage,
        isLoadingMore: list.isFetchingNextPage,
        onMore: () => void list.fetchNextPage(),
        showCount: true,
    };
}

export interface Action<B, R> {
    run: (body: B) => Promise<R | undefined>;
    isRunning: boolean;
    /** How far it is, where the work is long. */
    progress: JobProgress | null;
    error: ApiError | null;
    clear: () => void;
}

/** Whether something runs, and how the server refused it the last time. What it did not refuse is thrown on. */
export function useRun() {
    const [isRunning, setIsRunning] = useState(false);
    const [error, setError] = useState<ApiError | null>(null);
    const run = useCallback(async <T,>(work: () => Promise<T>): Promise<T | undefined> => {
        setIsRunning(true);
        setError(null);
        try {
            return await work();
        } catch (caught) {
            if (!(caught instanceof ApiError)) {
                throw caught;
            }
            setError(caught);
            return undefined;
        } finally {
            setIsRunning(false);
        }
    }, []);
    const clear = useCallback(() => setError(null), []);
    return { run, isRunning, error, clear };
}

/** After something was written, everything on the screens is asked for again. */
function useAskAgain() {
    const queries = useQueryClient();
    return useCallback(
        () => void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
        [queries],
    );
}

/**
 * One thing that a user does. Its key is made once and kept until the server has answered "done", so
 * that pressing twice, or again after a lost line, does it once; another body is another thing.
 */
export function useAction<P extends PathOf<'post'>>(
    path: P,
    inPath?: InPath<P, 'post'>,
): Action<Body<P, 'post'>, Reply<P, 'post'>> {
    const askAgain = useAskAgain();
    const stepUp = useStepUp();
    const { run: runWork, isRunning, error, clear } = useRun();
    const last = useRef<{ key: string; of: string } | null>(null);
    const [progress, setProgress] = useState<JobProgress | null>(null);

    const run = useCallback(
        (body: Body<P, 'post'>) =>
            runWork(async () => {
                const of = JSON.stringify([path, inPath, body]);
                if (last.current?.of !== of) {
                    last.current = { key: requestKey(), of };
                }
                const key = last.current.key;
                setProgress(null);
                const reply = await stepUp(() => post(path, { path: inPath, body, key }, setProgress));
                last.current = null;
                askAgain();
                return reply;
            }),
        [path, inPath, askAgain, runWork, stepUp],
    );
    return { run, isRunning, progress, error, clear };
}

/** A file handed in. The same file, for the same place, has the same key as long as the page is open. */
export function useUpload<P extends PathOf<'post'>>(path: P) {
    const askAgain = useAskAgain();
    const { run, error } = useRun();
    const keys = useRef(new Map<string, string>());
    const [share, setShare] = useState<number | null>(null);
    const [progress, setProgress] = useState<JobProgress | null>(null);
    const take = useCallback(
        (file: File, query: Ask['query']) =>
            run(async () => {
                const of = JSON.stringify([file.name, file.size, file.lastModified, query]);
                const key = keys.current.get(of) ?? requestKey();
                keys.current.set(of, key);
                setProgress(null);
                setShare(0);
                try {
                    const reply = await upload<Reply<P, 'post'>>(path, file, { query, key }, setShare, setProgress);
                    askAgain();
                    return reply;
                } finally {
                    setShare(null);
                }
            }),
        [path, run, askAgain],
    );
    return { take, share, progress, error };
}

/** Set by the shell: shows the dialog that asks for the password, and resolves when it was right. */
let askPassword: () => Promise<boolean> = () => Promise.resolve(false);

export function stepUpUse(ask: () => Promise<boolean>): void {
    askPassword = ask;
}

/** Does it; where the server wants the password again, asks for it and does it once more. */
export function useStepUp() {
    return useCallback(async <T,>(work: () => Promise<T>): Promise<T> => {
        try {
            return await work();
        } catch (error) {
            if (error instanceof ApiError && error.problem.code === 'STEP_UP_NEEDED' && (await askPassword())) {
                return await work();
            }
            throw error;
        }
    }, []);
}
