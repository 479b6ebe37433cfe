/**
 * Every list: heading row that stays, numbers to the right, a sum where there is one, "load more" by
 * the server's key, and the words for empty, loading and failed. A row that opens something is a
 * link in its first cell, so that it is reached by keyboard.
 */
import { Button, Flex, Table, Typography } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';

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

function columnOf<Row>(column: ListColumn<Row>): ColumnType<Row> {
    return {
        key: column.key,
        title: column.title,
        align: column.isNumber ? 'right' : undefined,
        width: column.width,
        sorter: column.sorter,
        render: (_: unknown, row: Row, index: number) => column.render(row, index),
        className: column.isNumber ? 'number' : undefined,
    };
}

export function ListTable<Row extends object>(props: ListTableProps<Row>) {
    const text = useText(COMMON);
    const language = useLanguage();
    if (props.error) {
        return <ErrorNotice error={props.error} onRetry={props.onRetry} />;
    }
    const rows = props.rows ?? [];
    const hasTotals = rows.length > 0 && props.columns.some((column) => column.total !== undefined);
    const told = say(props.hasMore ? text.someLoaded : text.allLoaded, { count: count(rows.length, language) });
    return (
        <Flex vertical gap={8}>
            <Table<Row>
                size="middle"
                bordered={false}
                aria-label={props.label}
                columns={props.columns.map(columnOf)}
                dataSource={rows}
                rowKey={props.rowKey}
                loading={props.isLoading}
                pagination={false}
                showSorterTooltip={false}
                scroll={props.height ? { y: props.height, x: true } : { x: true }}
                virtual={false}
                locale={{ emptyText: props.isLoading ? text.loading : (props.empty ?? text.empty) }}
                summary={
                    hasTotals
                        ? () => (
                              <Table.Summary fixed>
                                  <Table.Summary.Row>
                                      {props.columns.map((column, index) => (
                                          <Table.Summary.Cell
                                              key={column.key}
                                              index={index}
                                              align={column.isNumber ? 'right' : undefined}
                                          >
                                              <strong>{column.total ?? (index === 0 ? text.total : '')}</strong>
                                          </Table.Summary.Cell>
                                      ))}
                                  </Table.Summary.Row>
                              </Table.Summary>
                          )
                        : undefined
                }
            />
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
