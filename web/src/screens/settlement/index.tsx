/** The month's books: statement, ledger down to the posting, what is open, and closing. */
import { App, Card, Flex, Tabs, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';

import type { Reply } from '../../api/client';
import { pagesProps, useAction, useGet, usePages } from '../../api/hooks';
import { useSession } from '../../api/session';
import { numberColumn, textColumn } from '../../parts/columns';
import { ConfirmAction } from '../../parts/ConfirmAction';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { ExportButton } from '../../parts/ExportButton';
import { FormDialog } from '../../parts/FormDialog';
import { ListTable } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { useReference } from '../../parts/reference';
import { COMMON, wordOf } from '../../text/common';
import { count, day, moment, period as periodText } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { ACTORS } from '../payments/text';
import { CASE_KINDS, ENTRY_KINDS, OUTCOMES, SETTLEMENT } from './text';

type Period = Reply<'/api/v1/periods'>['periods'][number];
type StatementRow = Reply<'/api/v1/settlements/{period}'>['settlement'][number];
/** Without the server's last row, which is the sum and has no number. */
type BalanceRow = Reply<'/api/v1/ledger/balance'>['balance'][number] & { ledger_account: number };
type Entry = Reply<'/api/v1/ledger/entries'>['entries'][number];
type Posting = Reply<'/api/v1/ledger/entries/{txn_id}'>['postings'][number];
type Case = Reply<'/api/v1/cases'>['cases'][number];
type Suspense = Reply<'/api/v1/suspense'>['suspense'][number];

const CLOSED_SOFT = 2;
const CLOSED_HARD = 3;
const SUM_NAMES = ['Cộng', 'Total'];

function Statement({ period }: { period: number }) {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const language = useLanguage();
    const [byCommune, setByCommune] = useState(false);
    const list = useGet('/api/v1/settlements/{period}', { path: { period }, query: byCommune ? { by_commune: true } : {} });
    const rows = list.data?.settlement.filter((row) => !SUM_NAMES.includes(row.provider_code));
    const dong = (key: keyof StatementRow & `${string}_dong`, title: string) =>
        numberColumn<StatementRow>(key, title, (row) => row[key], language, rows);
    return (
        <Flex vertical gap={12}>
            <Flex justify="space-between" wrap gap={12}>
                <label className="field-inline">
                    <input type="checkbox" checked={byCommune} onChange={(event) => setByCommune(event.target.checked)} />
                    {text.byCommune}
                </label>
                <ExportButton of={{ list: 'settlement', period }} />
            </Flex>
            <ListTable<StatementRow>
                label={text.tabStatement}
                rows={rows}
                rowKey={(row) => `${row.area_name} ${row.provider_code}`}
                isLoading={list.isLoading}
                error={list.error}
                onRetry={() => void list.refetch()}
                columns={[
                    { ...textColumn<StatementRow>('area', common.area, (row) => row.area_name), total: common.total },
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    dong('opening_dong', text.opening),
                    dong('allotted_dong', text.allotted),
                    dong('paid_dong', text.paid),
                    dong('returned_dong', text.returned),
                    dong('written_back_dong', text.written),
                    dong('closing_dong', text.closing),
                ]}
            />
        </Flex>
    );
}

function isAccount(row: Reply<'/api/v1/ledger/balance'>['balance'][number]): row is BalanceRow {
    return row.ledger_account !== null;
}

function Balance({ period, onAccount }: { period: number; onAccount: (account: number) => void }) {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const language = useLanguage();
    const list = useGet('/api/v1/ledger/balance', { query: { period } });
    const digest = useGet('/api/v1/ledger/digest');
    const rows = list.data?.balance.filter(isAccount);
    return (
        <Flex vertical gap={12}>
            <ListTable<BalanceRow>
                label={text.tabBalance}
                rows={rows}
                rowKey={(row) => row.ledger_account}
                isLoading={list.isLoading}
                error={list.error}
                columns={[
                    {
                        key: 'account',
                        title: text.account,
                        total: common.total,
                        render: (row) => (
                            <button type="button" className="as-link" onClick={() => onAccount(row.ledger_account)}>
                                {row.ledger_account} · {row.name}
                            </button>
                        ),
                    },
                    numberColumn('debit', text.debit, (row) => row.debit_dong, language, rows),
                    numberColumn('credit', text.credit, (row) => row.credit_dong, language, rows),
                    numberColumn('balance', text.balance, (row) => row.balance_dong, language, rows),
                ]}
            />
            {digest.data && (
                <span>
                    {text.digest}: <span className="digest">{digest.data.digest}</span>
                </span>
            )}
        </Flex>
    );
}

function Postings({ txnId }: { txnId: number }) {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const language = useLanguage();
    const entry = useGet('/api/v1/ledger/entries/{txn_id}', { path: { txn_id: txnId } });
    const rows = entry.data?.postings;
    return (
        <Flex vertical gap={8}>
            <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
                {say(text.postings, { entry: txnId })}
            </Typography.Title>
            <ListTable<Posting>
                label={say(text.postings, { entry: txnId })}
                rows={rows}
                rowKey={(row) => row.line_no}
                isLoading={entry.isLoading}
                error={entry.error}
                height={420}
                showCount
                columns={[
                    textColumn('account', text.account, (row) => `${row.ledger_account} · ${row.account_name}`),
                    textColumn('area', common.area, (row) => row.area_name),
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    numberColumn('debit', text.debit, (row) => (row.amount_dong > 0 ? row.amount_dong : null), language, rows),
                    numberColumn('credit', text.credit, (row) => (row.amount_dong < 0 ? -row.amount_dong : null), language, rows),
                ]}
            />
        </Flex>
    );
}

function Ledger({ period, account, onAccount }: { period: number; account: number | undefined; onAccount: (account: number | undefined) => void }) {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const kinds = useText(ENTRY_KINDS);
    const language = useLanguage();
    const accounts = useGet('/api/v1/ledger/balance', { query: { period } }).data?.balance.filter(isAccount) ?? [];
    const list = usePages('/api/v1/ledger/entries', { query: { period, ledger_account: account } });
    const [txnId, setTxnId] = useState<number | null>(null);
    return (
        <Flex vertical gap={12}>
            <label htmlFor="ledger-account" className="field-inline">
                {text.account}
                <select id="ledger-account" value={account ?? ''} onChange={(event) => onAccount(Number(event.target.value) || undefined)}>
                    <option value="">{text.anyAccount}</option>
                    {accounts.map((row) => (
                        <option key={row.ledger_account} value={row.ledger_account}>
                            {row.ledger_account} · {row.name}
                        </option>
                    ))}
                </select>
            </label>
            <ListTable<Entry>
                label={text.tabLedger}
                rows={list.data?.pages.flatMap((page) => page.entries)}
                rowKey={(row) => row.txn_id}
                {...pagesProps(list)}
                columns={[
                    {
                        key: 'entry',
                        title: text.entry,
                        render: (row) => (
                            <button type="button" className="as-link" onClick={() => setTxnId(row.txn_id)}>
                                {row.txn_id}
                            </button>
                        ),
                    },
                    textColumn('at', common.at, (row) => moment(row.at_us)),
                    textColumn('kind', text.entryKind, (row) => wordOf(kinds, row.kind)),
                    textColumn('from', text.from, (row) => row.use_case),
                    numberColumn('debit', text.debit, (row) => row.debit_dong, language),
                    numberColumn('credit', text.credit, (row) => row.credit_dong, language),
                ]}
            />
            {txnId !== null && <Postings key={txnId} txnId={txnId} />}
        </Flex>
    );
}

function daysLate(due: number): number {
    const at = Date.UTC(Math.floor(due / 10000), (Math.floor(due / 100) % 100) - 1, due % 100);
    return Math.floor((Date.now() - at) / 86_400_000);
}

function CloseCase({ row }: { row: Case }) {
    const text = useText(SETTLEMENT);
    const { message } = App.useApp();
    const action = useAction('/api/v1/cases/{case_id}/close', { case_id: row.case_id });
    return (
        <FormDialog
            label={text.closeCase}
            action={action}
            fields={[
                {
                    name: 'closed_as',
                    label: text.closedAs,
                    kind: 'select',
                    options: [
                        { value: 1, label: text.recovered },
                        { value: 2, label: text.waived },
                        { value: 3, label: text.settled },
                        { value: 4, label: text.nothing },
                    ],
                },
            ]}
            toBody={(values) => ({ closed_as: Number(values.closed_as) })}
            onDone={() => void message.success(text.caseClosed)}
        />
    );
}

function Cases() {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const kinds = useText(CASE_KINDS);
    const actors = useText(ACTORS);
    const language = useLanguage();
    const { may } = useSession();
    const { reason } = useReference();
    const list = usePages('/api/v1/cases');
    return (
        <ListTable<Case>
            label={text.tabCases}
            rows={list.data?.pages.flatMap((page) => page.cases)}
            rowKey={(row) => row.case_id}
            {...pagesProps(list)}
            empty={text.noCases}
            columns={[
                textColumn('kind', text.caseKind, (row) => wordOf(kinds, row.kind)),
                { key: 'person', title: text.personNo, render: (row) => <Link href={`/beneficiaries/${row.person_id}`}>{text.openPerson}</Link> },
                numberColumn('dong', common.amount, (row) => row.amount_dong, language),
                textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                textColumn('owner', text.owner, (row) => wordOf(actors, row.owner)),
                {
                    key: 'due',
                    title: text.due,
                    sorter: (a, b) => (a.due_on ?? 0) - (b.due_on ?? 0),
                    render: (row) =>
                        row.due_on ? (
                            <>
                                {day(row.due_on)}{' '}
                                {daysLate(row.due_on) > 0 && <Mark kind="bad">{say(text.overdue, { days: count(daysLate(row.due_on), language) })}</Mark>}
                            </>
                        ) : (
                            ''
                        ),
                },
                ...(may('ledger_post') ? [{ key: 'act', title: ' ', render: (row: Case) => <CloseCase row={row} /> }] : []),
            ]}
        />
    );
}

function SuspenseRows() {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const outcomes = useText(OUTCOMES);
    const actors = useText(ACTORS);
    const language = useLanguage();
    const { reason } = useReference();
    const list = usePages('/api/v1/suspense');
    return (
        <ListTable<Suspense>
            label={text.tabSuspense}
            rows={list.data?.pages.flatMap((page) => page.suspense)}
            rowKey={(row) => `${row.result_id} ${row.row_no}`}
            {...pagesProps(list)}
            empty={text.noSuspense}
            columns={[
                numberColumn('result', text.resultNo, (row) => row.result_id, language),
                numberColumn('row', text.row, (row) => row.row_no, language),
                textColumn('provider', common.provider, (row) => row.provider_code),
                textColumn('order', text.order, (row) => row.end_to_end_id),
                numberColumn('dong', common.amount, (row) => row.amount_dong, language),
                textColumn('outcome', text.outcome, (row) => wordOf(outcomes, row.outcome)),
                textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                textColumn('owner', text.owner, (row) => wordOf(actors, row.owner)),
            ]}
        />
    );
}

function Acts({ of }: { of: Period }) {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const language = useLanguage();
    const { message } = App.useApp();
    const close = useAction('/api/v1/periods/{period}/close', { period: of.period });
    const handBack = useAction('/api/v1/hand-backs');
    const providers = useGet('/api/v1/providers', {}, { staleTime: Infinity }).data?.providers ?? [];
    const words = { period: periodText(of.period), postings: count(of.posting_count ?? 0, language) };
    const closing = (hard: boolean) => async () => {
        const reply = await close.run({ hard });
        if (reply) {
            void message.success(hard ? text.isClosed : text.softClosed);
        }
        return reply;
    };
    if (of.state === CLOSED_HARD) {
        return null;
    }
    return (
        <>
            <FormDialog
                label={text.handBack}
                note={text.handBackNote}
                action={handBack}
                fields={[
                    {
                        name: 'provider_code',
                        label: common.provider,
                        kind: 'select',
                        options: providers.map((row) => ({ value: row.provider_code, label: row.name })),
                    },
                ]}
                toBody={(values) => ({ period: of.period, provider_code: String(values.provider_code) })}
            />
            {(of.state ?? 0) < CLOSED_SOFT && (
                <ConfirmAction label={text.closeSoft} title={text.closeSoft} isRunning={close.isRunning} error={close.error} onOpen={close.clear} onConfirm={closing(false)}>
                    <p>{say(text.closeSoftWhat, words)}</p>
                </ConfirmAction>
            )}
            <ConfirmAction label={text.close} title={text.close} isDanger isRunning={close.isRunning} error={close.error} onOpen={close.clear} onConfirm={closing(true)}>
                <p>{say(text.closeWhat, words)}</p>
            </ConfirmAction>
        </>
    );
}

export default function Settlement() {
    const text = useText(SETTLEMENT);
    const common = useText(COMMON);
    const { may } = useSession();
    const periods = useGet('/api/v1/periods');
    const [chosen, setChosen] = useState<number | null>(null);
    const [tab, setTab] = useState('statement');
    const [account, setAccount] = useState<number | undefined>();
    const all = periods.data?.periods ?? [];
    const of = all.find((each) => each.period === chosen) ?? all[0];
    const state =
        of &&
        (of.state === CLOSED_HARD
            ? say(text.closed, { at: moment(of.closed_us), by: of.closed_by ?? '' })
            : of.state === CLOSED_SOFT
              ? text.softClosed
              : text.openPeriod);
    return (
        <Page
            title={text.title}
            note={text.note}
            actions={
                of && (
                    <>
                        <label htmlFor="settlement-period" className="field-inline">
                            {common.period}
                            <select id="settlement-period" value={of.period} onChange={(event) => setChosen(Number(event.target.value))}>
                                {all.map((each) => (
                                    <option key={each.period} value={each.period}>
                                        {periodText(each.period)}
                                    </option>
                                ))}
                            </select>
                        </label>
                        {may('ledger_post') && <Acts of={of} />}
                    </>
                )
            }
        >
            <ErrorNotice error={periods.error} onRetry={() => void periods.refetch()} />
            {of && (
                <Card title={state}>
                    <Tabs
                        activeKey={tab}
                        onChange={setTab}
                        destroyOnHidden
                        items={[
                            { key: 'statement', label: text.tabStatement, children: <Statement period={of.period} /> },
                            {
                                key: 'balance',
                                label: text.tabBalance,
                                children: (
                                    <Balance
                                        period={of.period}
                                        onAccount={(next) => {
                                            setAccount(next);
                                            setTab('ledger');
                                        }}
                                    />
                                ),
                            },
                            { key: 'ledger', label: text.tabLedger, children: <Ledger period={of.period} account={account} onAccount={setAccount} /> },
                            { key: 'cases', label: text.tabCases, children: <Cases /> },
                            { key: 'suspense', label: text.tabSuspense, children: <SuspenseRows /> },
                        ]}
                    />
                </Card>
            )}
        </Page>
    );
}
