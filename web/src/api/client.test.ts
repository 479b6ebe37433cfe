import { afterEach, expect, test, vi } from 'vitest';

import { address, ApiError, clientOnSignedOut, clientToken, post, send } from './client';

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown) {
    const asked: [string, RequestInit][] = [];
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
        asked.push([path, init]);
        return Promise.resolve(new Response(JSON.stringify(body), { status }));
    });
    return asked;
}

test('addresses: what is not given is left out, what is given is escaped', () => {
    expect(address('/api/v1/payrolls/{payroll_id}', { path: { payroll_id: 6 } })).toBe('/api/v1/payrolls/6');
    expect(address('/a', { query: { x: undefined, y: '', z: 'á b' } })).toBe('/a?z=%C3%A1+b');
});

test('what writes carries the token and its key', async () => {
    clientToken('t'.repeat(32));
    const asked = answer(200, { payroll_id: 1 });
    await post('/api/v1/payrolls', { body: { period: 202601 }, key: 'k-12345678' });
    const headers = asked[0]?.[1].headers as Record<string, string>;
    expect(headers).toMatchObject({ 'X-CSRF-Token': 't'.repeat(32), 'Idempotency-Key': 'k-12345678', 'Content-Type': 'application/json' });
    expect(asked[0]?.[1].body).toBe('{"period":202601}');
});

test('a problem of the server is thrown as it says it', async () => {
    answer(422, { code: 'FIELD_INVALID', title: 'sai', detail: '', field: 'period', remedy: 'sửa', request_id: 'r' });
    await expect(send('GET', '/api/v1/payrolls')).rejects.toMatchObject({ problem: { status: 422, code: 'FIELD_INVALID', field: 'period' } });
});

class Events extends EventTarget {
    onerror: (() => void) | null = null;
    constructor(path: string) {
        super();
        setTimeout(() => {
            const tell = (type: string, data: unknown) => this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
            if (path.includes('/7/')) {
                tell('progress', { stage: 'persons', done_count: 1, total_count: 2 });
                tell('end', { state: 'done' });
            } else {
                this.onerror?.();
            }
        });
    }
    close(): void {
        /* nothing to close */
    }
}

function answerJob(jobId: number, refusals: number) {
    let asked = 0;
    vi.stubGlobal('EventSource', Events);
    vi.stubGlobal('fetch', (path: string) => {
        if (path === '/api/v1/payrolls') {
            return Promise.resolve(new Response(JSON.stringify({ job_id: jobId }), { status: 202 }));
        }
        expect(path).toBe(`/api/v1/jobs/${jobId}/reply`);
        const ended = ++asked > refusals;
        return Promise.resolve(new Response(JSON.stringify(ended ? { payroll_id: 3 } : { code: 'JOB_NOT_ENDED' }), { status: ended ? 200 : 409 }));
    });
}

test('long work: its reply comes when its events say that it has ended', async () => {
    answerJob(7, 0);
    const told: number[] = [];
    const reply = await post('/api/v1/payrolls', { body: { period: 202601 } }, (progress) => told.push(progress.done_count));
    expect(reply.payroll_id).toBe(3);
    expect(told).toEqual([1]);
});

test('long work: where the line of events breaks it is asked until it has ended', async () => {
    answerJob(8, 1);
    expect((await post('/api/v1/payrolls', { body: { period: 202601 } })).payroll_id).toBe(3);
});

test('a late refusal of the session before does not end the one that has begun', async () => {
    const ended = vi.fn();
    clientOnSignedOut(ended);
    clientToken('before');
    vi.stubGlobal('fetch', () => {
        clientToken('since');
        return Promise.resolve(new Response(JSON.stringify({ code: 'SIGN_IN_NEEDED' }), { status: 401 }));
    });
    await expect(send('GET', '/x')).rejects.toBeInstanceOf(ApiError);
    expect(ended).not.toHaveBeenCalled();
});

test('an ended session is told to the page; a lost line is a problem of its own', async () => {
    const ended = vi.fn();
    clientOnSignedOut(ended);
    answer(401, { code: 'SIGN_IN_NEEDED', title: '', detail: '', field: null, remedy: '', request_id: '' });
    await expect(send('GET', '/x')).rejects.toBeInstanceOf(ApiError);
    expect(ended).toHaveBeenCalledOnce();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(send('GET', '/x')).rejects.toMatchObject({ problem: { status: 0, code: 'UNREACHABLE' } });
});
