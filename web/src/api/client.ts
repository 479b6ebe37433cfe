/**
 * The server asked: every path, field and reply is typed by schema.d.ts, which is made from
 * `ansinh api describe` at each build. What writes carries the token of the session, and a key of
 * its own where the route has one: the same key sent twice is done once.
 */
import type { paths } from './schema';

export type Path = keyof paths;
type Operation<P extends Path, M extends string> = M extends keyof paths[P] ? paths[P][M] : never;
export type PathOf<M extends string> = {
    [P in Path]: M extends keyof paths[P] ? (paths[P][M] extends { responses: unknown } ? P : never) : never;
}[Path];
export type Reply<P extends Path, M extends string = 'get'> =
    Operation<P, M> extends { responses: { 200: { content: { 'application/json': infer T } } } } ? T : unknown;
export type Query<P extends Path, M extends string = 'get'> =
    Operation<P, M> extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : Record<string, never>;
export type InPath<P extends Path, M extends string = 'get'> =
    Operation<P, M> extends { parameters: { path: infer Q } } ? Q : Record<string, never>;
export type Body<P extends Path, M extends string> =
    Operation<P, M> extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

/** RFC 9457, as the server writes it. */
export interface Problem {
    status: number;
    code: string;
    title: string;
    detail: string;
    field: string | null;
    remedy: string;
    request_id: string;
}

export class ApiError extends Error {
    constructor(readonly problem: Problem) {
        super(problem.title);
    }
}

export interface Ask {
    path?: Record<string, string | number>;
    query?: Record<string, string | number | boolean | undefined>;
    body?: unknown;
    key?: string;
    headers?: Record<string, string>;
    signal?: AbortSignal;
}

let csrfToken = '';
let language = 'vi';
let onSignedOut: () => void = () => undefined;

export function clientToken(token: string): void {
    csrfToken = token;
}

export function clientLanguage(code: string): void {
    language = code;
}

/** Called when a session that was there has ended: the page asks to sign in again, over what is open. */
export function clientOnSignedOut(call: () => void): void {
    onSignedOut = call;
}

export function requestKey(): string {
    return crypto.randomUUID();
}

export function address(path: string, ask: Ask): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(ask.path?.[name] ?? '')));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(ask.query ?? {})) {
        if (value !== undefined && value !== '') {
            query.set(name, String(value));
        }
    }
    const tail = query.toString();
    return tail === '' ? filled : `${filled}?${tail}`;
}

function headersOf(method: string, ask: Ask): Record<string, string> {
    const headers: Record<string, string> = { 'Accept-Language': language, ...ask.headers };
    if (method !== 'GET') {
        headers['X-CSRF-Token'] = csrfToken;
    }
    if (ask.key) {
        headers['Idempotency-Key'] = ask.key;
    }
    return headers;
}

/** No reply at all: the line is down, or the server is. The same key may be sent again. */
function unreachable(): Problem {
    const vi = language === 'vi';
    return {
        status: 0,
        code: 'UNREACHABLE',
        title: vi ? 'không liên lạc được với máy chủ' : 'the server cannot be reached',
        detail: '',
        field: null,
        remedy: vi
            ? 'kiểm tra đường truyền rồi bấm lại; việc đã ghi sẽ không bị ghi hai lần'
            : 'check the line and press again; what was written is not written twice',
        request_id: '',
    };
}

async function problemOf(reply: Response): Promise<Problem> {
    try {
        return { ...((await reply.json()) as Problem), status: reply.status };
    } catch {
        return { ...unreachable(), status: reply.status, code: `HTTP_${reply.status}` };
    }
}

export async function send(method: string, path: string, ask: Ask = {}): Promise<Response> {
    const headers = headersOf(method, ask);
    let body: BodyInit | undefined;
    if (ask.body instanceof Blob) {
        body = ask.body;
    } else if (ask.body !== undefined) {
        headers['Content-Type'] = 'application/json';
        body = JSON.stringify(ask.body);
    }
    const sentBy = csrfToken;
    let reply: Response;
    try {
        reply = await fetch(address(path, ask), { method, headers, body, credentials: 'same-origin', signal: ask.signal });
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') {
            throw error;
        }
        throw new ApiError(unreachable());
    }
    if (!reply.ok) {
        const problem = await problemOf(reply);
        if (problem.status === 401 && problem.code === 'SIGN_IN_NEEDED' && sentBy === csrfToken) {
            // A late word about the session before says nothing of the one that has begun since.
            onSignedOut();
        }
        throw new ApiError(problem);
    }
    return reply;
}

export async function get<P extends PathOf<'get'>>(
    path: P,
    ask: { path?: InPath<P>; query?: Query<P>; signal?: AbortSignal } = {},
): Promise<Reply<P>> {
    return (await (await send('GET', path, ask as Ask)).json()) as Reply<P>;
}

/** Paths whose work may be put aside as a job: their 202 stands in the description. */
type LongPath = {
    [P in PathOf<'post'>]: Operation<P, 'post'> extends { responses: { 202: unknown } } ? P : never;
}[PathOf<'post'>];

const LONG: Record<LongPath, true> = {
    '/api/v1/intakes': true,
    '/api/v1/payrolls': true,
    '/api/v1/payrolls/{payroll_id}/approve': true,
    '/api/v1/payrolls/{payroll_id}/release': true,
    '/api/v1/payrolls/{payroll_id}/seal': true,
    '/api/v1/payrolls/{payroll_id}/send': true,
    '/api/v1/results': true,
    '/api/v1/provider/results': true,
    '/api/v1/periods/{period}/close': true,
    '/api/v1/audits': true,
    '/api/v1/dedupe/runs': true,
};

function isLong(path: string): boolean {
    return path in LONG;
}

export async function post<P extends PathOf<'post'>>(
    path: P,
    ask: { path?: InPath<P, 'post'>; body?: Body<P, 'post'>; key?: string } = {},
    onProgress: (progress: JobProgress) => void = () => undefined,
): Promise<Reply<P, 'post'>> {
    const headers = isLong(path) ? { Prefer: 'respond-async' } : undefined;
    const reply = await send('POST', path, { body: {}, headers, ...ask } as Ask);
    const last = reply.status === 202 ? await jobFollow((await reply.json()) as { job_id: number }, onProgress) : reply;
    return (await last.json()) as Reply<P, 'post'>;
}

export async function remove<P extends PathOf<'delete'>>(path: P): Promise<void> {
    await send('DELETE', path);
}

/** A file with progress (fetch tells none); then the job that reads it, if it is one. */
export async function upload<T>(
    path: string,
    file: File,
    ask: Ask,
    onShare: (share: number) => void,
    onProgress: (progress: JobProgress) => void,
): Promise<T> {
    const [status, reply] = await uploadSend(path, file, ask, onShare);
    if (status >= 400 || !reply || typeof reply !== 'object') {
        const problem = reply && typeof reply === 'object' ? (reply as Problem) : unreachable();
        throw new ApiError({ ...problem, status });
    }
    return status === 202 ? ((await (await jobFollow(reply as { job_id: number }, onProgress)).json()) as T) : (reply as T);
}

function uploadSend(path: string, file: File, ask: Ask, onShare: (share: number) => void): Promise<[number, unknown]> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', address(path, ask));
        for (const [name, value] of Object.entries(headersOf('POST', ask))) {
            request.setRequestHeader(name, value);
        }
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
        request.setRequestHeader('Prefer', 'respond-async');
        request.responseType = 'json';
        request.upload.onprogress = (event) => onShare(event.total > 0 ? event.loaded / event.total : 0);
        request.onerror = () => reject(new ApiError(unreachable()));
        request.onload = () => resolve([request.status, request.response]);
        request.send(file);
    });
}

/** A reply that is a file goes to the user's downloads under the name that the server gave it. */
export async function download(method: 'GET' | 'POST', path: string, ask: Ask = {}): Promise<void> {
    const reply = await send(method, path, ask);
    const named = /filename\*?="?(?:UTF-8'')?([^";]+)"?/.exec(reply.headers.get('Content-Disposition') ?? '');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await reply.blob());
    link.download = decodeURIComponent(named?.[1] ?? path.split('/').pop() ?? 'file');
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** How far long work has come, as the server tells it. */
export interface JobProgress {
    stage: string;
    done_count: number;
    total_count: number;
}

const POLL_MS = 1000;

/**
 * Waits until a job has ended, told by its events; where the line for them breaks, it is asked now and
 * then. What comes back is what the request itself would have got, refusals included. A page that is
 * closed meanwhile stops nothing: the server goes on.
 */
export async function jobFollow(job: { job_id: number }, onProgress: (progress: JobProgress) => void): Promise<Response> {
    const path = { job_id: job.job_id };
    await new Promise<void>((resolve) => {
        const events = new EventSource(address('/api/v1/jobs/{job_id}/events', { path }));
        const close = () => {
            events.close();
            resolve();
        };
        events.addEventListener('progress', (event) => onProgress(JSON.parse(event.data) as JobProgress));
        events.addEventListener('end', close);
        events.onerror = close; /* then it is asked */
    });
    for (;;) {
        try {
            return await send('GET', '/api/v1/jobs/{job_id}/reply', { path });
        } catch (error) {
            const waits = error instanceof ApiError && (error.problem.code === 'JOB_NOT_ENDED' || error.problem.status === 0);
            if (!waits) {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
    }
}
