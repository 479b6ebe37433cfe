/** Names and values side by side: a head of a record, or what a confirmation says in numbers. */
import type { ReactNode } from 'react';

export function Facts({ facts }: { facts: [string, ReactNode][] }) {
    return (
        <dl className="facts">
            {facts.map(([name, value]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value === '' || value == null ? '–' : value}</dd>
                </div>
            ))}
        </dl>
    );
}
