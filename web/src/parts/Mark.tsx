/** A word with a colour that only repeats what the word says; dark enough to be read (WCAG 2.2 AA). */
import type { ReactNode } from 'react';

export type MarkKind = 'good' | 'busy' | 'wait' | 'bad' | 'plain';

export function Mark({ kind = 'plain', children }: { kind?: MarkKind; children: ReactNode }) {
    return <span className={`mark mark-${kind}`}>{children}</span>;
}
