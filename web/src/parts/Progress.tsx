/** How far a write of one's own has come; the server is asked by the key that the write was sent with. */
import { Progress as Bar } from 'antd';

import { useGet } from '../api/hooks';

export function RunProgress({ requestKey, isRunning, label }: { requestKey: string | null; isRunning: boolean; label: string }) {
    const progress = useGet(
        '/api/v1/progress',
        { query: { key: requestKey ?? '' } },
        { enabled: isRunning && requestKey !== null, refetchInterval: isRunning ? 700 : false, staleTime: 0 },
    );
    if (!isRunning) {
        return null;
    }
    const { done = 0, total = 0, stage = '' } = progress.data ?? {};
    return (
        <div aria-live="polite">
            <span>
                {label}
                {stage === '' ? '…' : `: ${stage}`}
            </span>
            <Bar percent={total > 0 ? Math.round((100 * done) / total) : 0} status="active" aria-label={label} />
        </div>
    );
}
