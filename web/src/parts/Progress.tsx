/** How far long work has come. */
import { Progress as Bar } from 'antd';

import type { JobProgress } from '../api/client';

export function RunProgress({ progress, isRunning, label }: { progress: JobProgress | null; isRunning: boolean; label: string }) {
    if (!isRunning) {
        return null;
    }
    const { done_count: done, total_count: total, stage } = progress ?? { done_count: 0, total_count: 0, stage: '' };
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
