/** What went wrong, where, and what to do, as the server says it in the user's language. */
import type { ApiError } from '../api/client';
import { COMMON } from '../text/common';
import { useText } from '../text/text';

export function ErrorNotice({ error, onRetry }: { error: ApiError | null | undefined; onRetry?: () => void }) {
    const text = useText(COMMON);
    if (!error) {
        return null;
    }
    const { title, detail, remedy, field, code, request_id } = error.problem;
    return (
        <div role="alert" className="notice">
            <strong>
                {title.charAt(0).toUpperCase()}
                {title.slice(1)}
                {field ? ` (${field})` : ''}
            </strong>
            {detail !== '' && <p>{detail}</p>}
            {remedy !== '' && (
                <p>
                    {text.remedy}: {remedy}
                </p>
            )}
            <small>
                {text.reference}: {code} {request_id}
            </small>
            {onRetry && (
                <p>
                    <button type="button" className="plain-button" onClick={onRetry}>
                        {text.retry}
                    </button>
                </p>
            )}
        </div>
    );
}
