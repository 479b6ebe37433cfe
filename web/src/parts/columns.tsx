/** The columns that many lists have. */
import { Link } from 'wouter';

import { count } from '../text/format';
import type { Language } from '../text/text';
import type { ListColumn } from './ListTable';

/** A number to the right; with a sum of all rows where one is meant. */
export function numberColumn<Row>(
    key: string,
    title: string,
    of: (row: Row) => number | null | undefined,
    language: Language,
    sumOf?: Row[],
): ListColumn<Row> {
    const sum = sumOf?.reduce((before, row) => before + (of(row) ?? 0), 0);
    return {
        key,
        title,
        isNumber: true,
        render: (row) => {
            const value = of(row);
            return value == null ? '' : count(value, language);
        },
        sorter: (a, b) => (of(a) ?? 0) - (of(b) ?? 0),
        total: sum === undefined ? undefined : count(sum, language),
    };
}

export function textColumn<Row>(
    key: string,
    title: string,
    of: (row: Row) => string | null | undefined,
    width?: number,
): ListColumn<Row> {
    return {
        key,
        title,
        width,
        render: (row) => of(row) ?? '',
        sorter: (a, b) => (of(a) ?? '').localeCompare(of(b) ?? '', 'vi'),
    };
}

/** The name of a person, leading to everything about that person. */
export function personColumn<Row extends { person_id: number; full_name: string }>(title: string): ListColumn<Row> {
    return {
        key: 'full_name',
        title,
        render: (row) => <Link href={`/beneficiaries/${row.person_id}`}>{row.full_name}</Link>,
        sorter: (a, b) => a.full_name.localeCompare(b.full_name, 'vi'),
    };
}
