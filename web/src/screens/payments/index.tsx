/** The month's money: every payroll, and the answers of the providers. */
import { App, Card, Flex, Tabs } from 'antd';
import { useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';

import type { Reply } from '../../api/client';
import { pagesProps, useAction, useGet, usePages } from '../../api/hooks';
import { useSession } from '../../api/session';
import { numberColumn, textColumn } from '../../parts/columns';
import { ConfirmAction } from '../../parts/ConfirmAction';
import { FormDialog } from '../../parts/FormDialog';
import { thisPeriod } from '../../parts/values';
import { ListTable } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { RunProgress } from '../../parts/Progress';
import { COMMON, wordOf } from '../../text/common';
import { count, moment, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { Payroll } from './Payroll';
import { ResultUpload } from './ResultUpload';
import { kindOf, PAYMENTS, PAYROLL_STATES } from './text';

type Row = Reply<'/api/v1/payrolls'>['payrolls'][number];
type ResultRow = Reply<'/api/v1/results'>['result_files'][number];

function Compute() {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const [, go] = useLocation();
    const compute = useAction('/api/v1/payrolls');
    return (
        <Flex vertical gap={8}>
            <FormDialog
                label={text.compute}
                note={text.computeNote}
                action={compute}
                isPrimary
                initial={{ period: thisPeriod() }}
                fields={[{ name: 'period', label: common.period, kind: 'period' }]}
                toBody={(values) => ({ period: Number(values.period) })}
                onDone={(reply) => go(`/payments/${reply.payroll_id}`)}
            />
            <RunProgress progress={compute.progress} isRunning={compute.isRunning} label={text.computing} />
        </Flex>
    );
}

function Payrolls() {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const states = useText(PAYROLL_STATES);
    const language = useLanguage();
    const list = useGet('/api/v1/payrolls');
    return (
        <ListTable<Row>
            label={text.title}
            rows={list.data?.payrolls}
            rowKey={(row) => row.payroll_id}
            isLoading={list.isLoading}
            error={list.error}
            onRetry={() => void list.refetch()}
            columns={[
                { key: 'period', title: common.period, render: (row) => <Link href={`/payments/${row.payroll_id}`}>{period(row.period)}</Link> },
                textColumn('kind', text.kind, (row) => kindOf(row.kind, text)),
                textColumn('area', common.area, (row) => row.area_name),
                {
                    key: 'state',
                    title: common.state,
                    render: (row) => <Mark kind={row.state === 'released' ? 'good' : row.state === 'sealed' ? 'wait' : 'busy'}>{wordOf(states, row.state)}</Mark>,
                },
                numberColumn('obligated', text.obligated, (row) => row.obligated_count, language),
                numberColumn('held', text.held, (row) => row.held_count, language),
                numberColumn('total', text.totalDong, (row) => row.total_dong, language),
                numberColumn('difference', text.difference, (row) => row.total_dong - row.previous_dong, language),
                textColumn('made', text.madeBy, (row) => `${row.made_by} · ${moment(row.made_us)}`),
                textColumn('approved', text.approvedBy, (row) => (row.approved_by ? `${row.approved_by} · ${moment(row.approved_us)}` : '')),
            ]}
        />
    );
}

function Results() {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const language = useLanguage();
    const { may } = useSession();
    const { message } = App.useApp();
    const list = usePages('/api/v1/results');
    const providers = useGet('/api/v1/providers', {}, { staleTime: Infinity }).data?.providers ?? [];
    const [provider, setProvider] = useState('');
    const silent = useAction('/api/v1/payments/mark-silent');
    const chosen = provider || (providers[0]?.provider_code ?? '');
    return (
        <Flex vertical gap={16}>
            {may('result_load') && (
                <Flex gap={16} wrap align="end" justify="space-between">
                    <Flex gap={12} wrap align="end">
                        <label htmlFor="results-provider" className="field-inline">
                            {common.provider}
                            <select id="results-provider" value={chosen} onChange={(event) => setProvider(event.target.value)}>
                                {providers.map((row) => (
                                    <option key={row.provider_code} value={row.provider_code}>
                                        {row.name}
                                    </option>
                                ))}
                            </select>
                        </label>
                        <ResultUpload path="/api/v1/results" query={{ provider_code: chosen }} />
                    </Flex>
                    <ConfirmAction
                        label={text.markSilent}
                        title={text.markSilent}
                        isRunning={silent.isRunning}
                        error={silent.error}
                        onConfirm={async () => {
                            const reply = await silent.run(undefined);
                            if (reply) {
                                void message.info(say(text.markedSilent, { count: count(reply.unknown_batch_count, language) }));
                            }
                            return reply;
                        }}
                    >
                        {text.markSilentWhat}
                    </ConfirmAction>
                </Flex>
            )}
            <ListTable<ResultRow>
                label={text.results}
                rows={list.data?.pages.flatMap((page) => page.result_files)}
                rowKey={(row) => row.result_id}
                {...pagesProps(list)}
                columns={[
                    textColumn('file', text.file, (row) => row.file_ref),
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    textColumn('format', common.format, (row) => row.format),
                    numberColumn('rows', text.rows, (row) => row.row_count, language),
                    numberColumn('applied', text.applied, (row) => row.applied_count, language),
                    numberColumn('repeated', text.repeated, (row) => row.repeated_count, language),
                    numberColumn('suspended', text.suspended, (row) => row.suspended_count, language),
                    numberColumn('dong', text.appliedDong, (row) => row.applied_dong, language),
                ]}
            />
        </Flex>
    );
}

function Months() {
    const text = useText(PAYMENTS);
    const { may } = useSession();
    return (
        <Page title={text.title} note={text.listNote} actions={may('payroll_make') && <Compute />}>
            <Card>
                <Tabs
                    items={[
                        { key: 'payrolls', label: text.title, children: <Payrolls /> },
                        ...(may('result_load') ? [{ key: 'results', label: text.results, children: <Results /> }] : []),
                    ]}
                />
            </Card>
        </Page>
    );
}

export default function Payments() {
    const text = useText(PAYMENTS);
    return (
        <Switch>
            <Route path="/payments/:payroll">
                {({ payroll }) => (
                    <Flex vertical gap={8}>
                        <Link href="/payments" className="no-print">
                            ← {text.back}
                        </Link>
                        <Payroll key={payroll} payrollId={Number(payroll)} />
                    </Flex>
                )}
            </Route>
            <Route>
                <Months />
            </Route>
        </Switch>
    );
}
