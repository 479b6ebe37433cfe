/** Login, password and, where it is asked for, the code; on the first page and over open ones. */
import { useState, type FormEvent } from 'react';

import { ApiError, post } from '../../api/client';
import { useSession } from '../../api/session';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { COMMON } from '../../text/common';
import { useText } from '../../text/text';
import { SIGN_IN } from './text';

export function SignInForm({ login }: { login?: string }) {
    const text = useText(SIGN_IN);
    const common = useText(COMMON);
    const { begin } = useSession();
    const [needsCode, setNeedsCode] = useState(false);
    const [isRunning, setIsRunning] = useState(false);
    const [error, setError] = useState<ApiError | null>(null);
    const submit = async (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const code = String(form.get('code') ?? '').trim();
        setIsRunning(true);
        setError(null);
        try {
            const body = { login: String(form.get('login')).trim(), password: String(form.get('password')) };
            begin(await post('/api/v1/session', { body: code === '' ? body : { ...body, code } }));
        } catch (caught) {
            const failed = caught instanceof ApiError ? caught : null;
            const asksCode = failed?.problem.code === 'SIGN_IN_CODE';
            setNeedsCode((before) => before || asksCode);
            setError(asksCode && code === '' ? null : failed);
        } finally {
            setIsRunning(false);
        }
    };
    return (
        <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
            <label>
                {text.login}
                <input name="login" defaultValue={login} autoComplete="username" autoCapitalize="none" required autoFocus={!login} />
            </label>
            <label>
                {common.password}
                <input name="password" type="password" autoComplete="current-password" required autoFocus={Boolean(login)} />
            </label>
            {needsCode && (
                <label>
                    {text.code}
                    <input name="code" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} required autoFocus />
                    <small>{text.codeHelp}</small>
                </label>
            )}
            <ErrorNotice error={error} />
            <button type="submit" disabled={isRunning} aria-busy={isRunning}>
                {isRunning ? text.running : text.submit}
            </button>
        </form>
    );
}
