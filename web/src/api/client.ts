/**
 * The server asked: every path, field and reply is typed by schema.d.ts, which is made from
 * `ansinh api describe` (`npm run api`). What writes carries the token of the session, and a key of
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
        if (problem.status === 401 && problem.code === 'SIGN_IN_NEEDED') {
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

export async function post<P extends PathOf<'post'>>(
    path: P,
    ask: { path?: InPath<P, 'post'>; body?: Body<P, 'post'>; key?: string } = {},
): Promise<Reply<P, 'post'>> {
    return (await (await send('POST', path, { body: {}, ...ask } as Ask)).json()) as Reply<P, 'post'>;
}

export async function remove<P extends PathOf<'delete'>>(path: P): Promise<void> {
    await send('DELETE', path);
}

/** A file with progress (fetch tells none). */
export function upload<T>(
    path: string,
    file: File,
    ask: Ask,
    onProgress: (share: number) => void,
): Promise<T> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', address(path, ask));
        for (const [name, value] of Object.entries(headersOf('POST', ask))) {
            request.setRequestHeader(name, value);
        }
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
        request.responseType = 'json';
        request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
        request.onerror = () => reject(new ApiError(unreachable()));
        request.onload = () => {
            if (request.status >= 200 && request.status < 300) {
                resolve(request.response as T);
            } else if (request.response && typeof request.response === 'object') {
                reject(new ApiError({ ...(request.response as Problem), status: request.status }));
            } else {
                reject(new ApiError({ ...unreachable(), status: request.status }));
            }
        };
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
