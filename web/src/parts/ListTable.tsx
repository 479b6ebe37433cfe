/**
 * Every list: heading row that stays, numbers to the right, a sum where there is one, "load more" by
 * the server's key, and the words for empty, loading and failed. A plain table of the browser: screen
 * readers know it, and it writes no style of its own, which the page's security policy would refuse.
 */
import { Button, Flex, Typography } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';

import type { ApiError } from '../api/client';
import { COMMON } from '../text/common';
import { count } from '../text/format';
import { say, useLanguage, useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';

export interface ListColumn<Row> {
    key: string;
    title: string;
    render: (row: Row, index: number) => ReactNode;
    isNumber?: boolean;
    width?: number;
    sorter?: (a: Row, b: Row) => number;
    total?: ReactNode;
}

interface ListTableProps<Row> {
    label: string;
    columns: ListColumn<NoInfer<Row>>[];
    rows: Row[] | undefined;
    rowKey: (row: NoInfer<Row>) => string | number;
    isLoading?: boolean;
    error?: ApiError | null;
    onRetry?: () => void;
    hasMore?: boolean;
    isLoadingMore?: boolean;
    onMore?: () => void;
    empty?: ReactNode;
    /** Height of the part that scrolls; without it the table is as long as it is. */
    height?: number;
    showCount?: boolean;
}

interface Order {
    key: string;
    isUp: boolean;
}

function Heading<Row>({ column, order, onOrder }: { column: ListColumn<Row>; order: Order | null; onOrder: (key: string) => void }) {
    const isBy = order?.key === column.key;
    return (
        <th
            scope="col"
            className={column.isNumber ? 'number' : undefined}
            style={column.width ? { width: column.width } : undefined}
            aria-sort={isBy ? (order.isUp ? 'ascending' : 'descending') : undefined}
        >
            {column.sorter ? (
                <button type="button" className="sort" onClick={() => onOrder(column.key)}>
                    {column.title}
                    <span aria-hidden>{isBy ? (order.isUp ? ' ▲' : ' ▼') : ' ↕'}</span>
                </button>
            ) : (
                column.title
            )}
        </th>
    );
}

/** As the server gave them, or by one column up, then down, then as they were. */
function useOrder<Row>(rows: Row[], columns: ListColumn<Row>[]) {
    const [order, setOrder] = useState<Order | null>(null);
    const sorter = columns.find((column) => column.key === order?.key)?.sorter;
    const sorted = useMemo(() => {
        if (!order || !sorter) {
            return rows;
        }
        const up = [...rows].sort(sorter);
        return order.isUp ? up : up.reverse();
    }, [rows, order, sorter]);
    const onOrder = (key: string) =>
        setOrder((before) => (before?.key !== key ? { key, isUp: true } : before.isUp ? { key, isUp: false } : null));
    return { sorted, order, onOrder };
}

const NO_ROWS: never[] = [];

export function ListTable<Row extends object>(props: ListTableProps<Row>) {
    const text = useText(COMMON);
    const language = useLanguage();
    const rows: Row[] = props.rows ?? NO_ROWS;
    const columns: ListColumn<Row>[] = props.columns;
    const { sorted, order, onOrder } = useOrder(rows, columns);
    if (props.error) {
        return <ErrorNotice error={props.error} onRetry={props.onRetry} />;
    }
    const hasTotals = rows.length > 0 && columns.some((column) => column.total !== undefined);
    const told = say(props.hasMore ? text.someLoaded : text.allLoaded, { count: count(rows.length, language) });
    return (
        <Flex vertical gap={8}>
            <div
                className="table-scroll"
                role="region"
                aria-label={props.label}
                aria-busy={props.isLoading}
                tabIndex={0}
                style={props.height ? { maxHeight: props.height } : undefined}
            >
                <table className="list">
                    <thead>
                        <tr>
                            {columns.map((column) => (
                                <Heading key={column.key} column={column} order={order} onOrder={onOrder} />
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {sorted.map((row, index) => (
                            <tr key={props.rowKey(row)}>
                                {columns.map((column) => (
                                    <td key={column.key} className={column.isNumber ? 'number' : undefined}>
                                        {column.render(row, index)}
                                    </td>
                                ))}
                            </tr>
                        ))}
                        {rows.length === 0 && (
                            <tr className="empty">
                                <td colSpan={columns.length}>{props.isLoading ? text.loading : (props.empty ?? text.empty)}</td>
                            </tr>
                        )}
                    </tbody>
                    {hasTotals && (
                        <tfoot>
                            <tr>
                                {columns.map((column, index) => (
                                    <td key={column.key} className={column.isNumber ? 'number' : undefined}>
                                        {column.total ?? (index === 0 ? text.total : '')}
                                    </td>
                                ))}
                            </tr>
                        </tfoot>
                    )}
                </table>
            </div>
            {(props.showCount || props.hasMore) && rows.length > 0 && (
                <Flex gap={12} align="center">
                    {props.hasMore && (
                        <Button onClick={props.onMore} loading={props.isLoadingMore}>
                            {text.more}
                        </Button>
                    )}
                    <Typography.Text type="secondary" aria-live="polite">
                        {told}
                    </Typography.Text>
                </Flex>
            )}
        </Flex>
    );
}
