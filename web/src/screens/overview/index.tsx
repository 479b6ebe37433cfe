/** How far are we: who has an account, what was paid and how, what waits for somebody. */
import { Card, Flex, Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';

import { useGet } from '../../api/hooks';
import { AreaSelect } from '../../parts/AreaSelect';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { ListTable, type ListColumn } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { StateTag } from '../../parts/StateTag';
import { Tiles, type Tile } from '../../parts/Tiles';
import { CHANNELS, COMMON } from '../../text/common';
import { count, dong, dongShort, percent, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import {
    ACCOUNT_TARGET,
    CHANNEL_ORDER,
    communes,
    funnelSum,
    moneyByMonth,
    paidByAccountShare,
    shareOf,
    type FunnelRow,
} from './figures';
import { OVERVIEW } from './text';

const Chart = lazy(() => import('../../parts/Chart'));
const COLOURS = ['#0b4a9e', '#0f766e', '#b45309', '#7c3aed'];

function useTiles(areaId: number | undefined): { tiles: Tile[]; isLoading: boolean } {
    const text = useText(OVERVIEW);
    const language = useLanguage();
    const query = { area_id: areaId };
    const funnel = useGet('/api/v1/overview/funnel', { query });
    const months = useGet('/api/v1/overview/months', { query });
    const alerts = useGet('/api/v1/overview/alerts', { query });
    if (!funnel.data || !months.data || !alerts.data) {
        return { tiles: [], isLoading: !funnel.error && !months.error && !alerts.error };
    }
    const sum = funnelSum(communes(funnel.data.funnel));
    const paid = paidByAccountShare(moneyByMonth(months.data.money));
    const open = alerts.data.open[0];
    const unknown = alerts.data.batches.find((row) => row.state === 'UNKNOWN');
    const withAccount = sum.accounts + sum.wallets;
    const n = (value: number) => count(value, language);
    const tiles: Tile[] = [
        { key: 'people', title: text.beneficiaries, value: n(sum.beneficiaries), note: `${text.recipient}: ${n(sum.recipients)}` },
        {
            key: 'account',
            title: text.withAccount,
            value: n(withAccount),
            note: say(text.ofTarget, {
                share: percent(withAccount, sum.beneficiaries, language),
                target: percent(ACCOUNT_TARGET, 1, language),
            }),
            isBad: withAccount < ACCOUNT_TARGET * sum.beneficiaries,
        },
    ];
    if (paid) {
        tiles.push({
            key: 'paid',
            title: say(text.paidMonth, { period: period(paid.period) }),
            value: dongShort(paid.paid, language),
            note: say(text.paidByAccount, { share: percent(paid.byAccount, paid.paid, language) }),
        });
    }
    if (unknown) {
        tiles.push({
            key: 'unknown',
            title: text.unknown,
            value: n(unknown.batch_count),
            note: say(text.unknownDong, { dong: dongShort(unknown.amount_dong, language) }),
            isBad: true,
        });
    }
    if (open) {
        tiles.push(
            {
                key: 'cases',
                title: text.cases,
                value: n(open.case_count),
                note: say(text.casesLate, { count: n(open.late_case_count) }),
                isBad: open.late_case_count > 0,
            },
            { key: 'holds', title: text.holds, value: n(open.hold_count), note: say(text.defects, { count: n(open.defect_count) }) },
        );
    }
    return { tiles, isLoading: false };
}

function Months({ areaId }: { areaId: number | undefined }) {
    const text = useText(OVERVIEW);
    const channels = useText(CHANNELS);
    const language = useLanguage();
    const months = useGet('/api/v1/overview/months', { query: { area_id: areaId } });
    const money = useMemo(() => moneyByMonth(months.data?.money ?? []), [months.data]);
    const people = months.data?.people ?? [];
    const wait = <Skeleton active paragraph={{ rows: 5 }} />;
    return (
        <Flex gap={16} wrap>
            <Card title={text.moneyChart} className="grow">
                <Suspense fallback={wait}>
                    <Chart
                        label={text.moneyChart}
                        categories={money.periods.map(period)}
                        show={(value) => dong(value, language)}
                        showShort={(value) => dongShort(value, language)}
                        series={CHANNEL_ORDER.map((channel, index) => ({
                            name: channels[channel],
                            values: money.byChannel[channel] ?? [],
                            stack: 'money',
                            colour: COLOURS[index] ?? '#555',
                        }))}
                    />
                </Suspense>
            </Card>
            {people.length > 0 && (
                <Card title={text.peopleChart} className="grow">
                    <Suspense fallback={wait}>
                        <Chart
                            label={text.peopleChart}
                            categories={people.map((row) => period(row.period))}
                            show={(value) => count(value, language)}
                            series={[
                                { name: text.obligated, values: people.map((row) => row.obligated_count), stack: 'people', colour: '#0b4a9e' },
                                { name: text.held, values: people.map((row) => row.held_count), stack: 'people', colour: '#b45309' },
                            ]}
                        />
                    </Suspense>
                </Card>
            )}
        </Flex>
    );
}

function Meter({ row }: { row: FunnelRow }) {
    const of = (part: number) => `${row.beneficiary_count === 0 ? 0 : (100 * part) / row.beneficiary_count}%`;
    return (
        <div className="meter" aria-hidden>
            <span style={{ width: of(row.account_count), background: COLOURS[0] }} />
            <span style={{ width: of(row.wallet_count), background: COLOURS[1] }} />
            <span style={{ width: of(row.cash_count), background: COLOURS[2] }} />
        </div>
    );
}

function Funnel({ areaId, onArea }: { areaId: number | undefined; onArea: (areaId: number) => void }) {
    const text = useText(OVERVIEW);
    const common = useText(COMMON);
    const language = useLanguage();
    const funnel = useGet('/api/v1/overview/funnel', { query: { area_id: areaId } });
    const rows = communes(funnel.data?.funnel ?? []);
    const sum = funnelSum(rows);
    const reached = rows.filter((row) => shareOf(row) >= ACCOUNT_TARGET).length;
    const number = (key: string, title: string, of: (row: FunnelRow) => number, total: number): ListColumn<FunnelRow> => ({
        key,
        title,
        isNumber: true,
        render: (row) => count(of(row), language),
        sorter: (a, b) => of(a) - of(b),
        total: count(total, language),
    });
    const columns: ListColumn<FunnelRow>[] = [
        {
            key: 'name',
            title: common.area,
            render: (row) => (
                <button type="button" className="as-link" onClick={() => onArea(row.area_id)}>
                    {row.area_name}
                </button>
            ),
            sorter: (a, b) => a.area_name.localeCompare(b.area_name, 'vi'),
            total: common.total,
        },
        number('all', text.beneficiaries, (row) => row.beneficiary_count, sum.beneficiaries),
        number('account', text.account, (row) => row.account_count, sum.accounts),
        number('wallet', text.wallet, (row) => row.wallet_count, sum.wallets),
        number('cash', text.cash, (row) => row.cash_count, sum.cash),
        number('none', text.none, (row) => row.none_count, sum.none),
        {
            key: 'share',
            title: text.share,
            isNumber: true,
            render: (row) => percent(row.account_count + row.wallet_count, row.beneficiary_count, language),
            sorter: (a, b) => shareOf(a) - shareOf(b),
            total: percent(sum.accounts + sum.wallets, sum.beneficiaries, language),
        },
        { key: 'meter', title: ' ', width: 160, render: (row) => <Meter row={row} /> },
        {
            key: 'target',
            title: `${text.targetLabel} ${percent(ACCOUNT_TARGET, 1, language)}`,
            render: (row) =>
                shareOf(row) >= ACCOUNT_TARGET ? <Mark kind="good">{text.reached}</Mark> : <Mark>{text.notReached}</Mark>,
        },
    ];
    return (
        <Card title={text.funnel} extra={rows.length > 1 && say(text.reachedCount, { reached, all: rows.length })}>
            <ListTable
                label={text.funnel}
                columns={columns}
                rows={rows}
                rowKey={(row) => row.area_id}
                isLoading={funnel.isLoading}
                error={funnel.error}
                onRetry={() => void funnel.refetch()}
            />
        </Card>
    );
}

function Attempts({ areaId }: { areaId: number | undefined }) {
    const text = useText(OVERVIEW);
    const common = useText(COMMON);
    const language = useLanguage();
    const alerts = useGet('/api/v1/overview/alerts', { query: { area_id: areaId } });
    const rows = alerts.data?.attempts ?? [];
    if (rows.length === 0) {
        return <ErrorNotice error={alerts.error} />;
    }
    return (
        <Card title={text.attempts}>
            <ListTable
                label={text.attempts}
                rows={rows}
                rowKey={(row) => row.state}
                columns={[
                    { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} />, total: common.total },
                    {
                        key: 'lines',
                        title: text.orders,
                        isNumber: true,
                        render: (row) => count(row.line_count, language),
                        total: count(rows.reduce((sum, row) => sum + row.line_count, 0), language),
                    },
                    {
                        key: 'dong',
                        title: common.amount,
                        isNumber: true,
                        render: (row) => count(row.amount_dong, language),
                        total: count(rows.reduce((sum, row) => sum + row.amount_dong, 0), language),
                    },
                ]}
            />
        </Card>
    );
}

export default function Overview() {
    const text = useText(OVERVIEW);
    const [areaId, setAreaId] = useState<number | undefined>();
    const { tiles, isLoading } = useTiles(areaId);
    return (
        <Page title={text.title} actions={<AreaSelect id="overview-area" value={areaId} onChange={setAreaId} />}>
            {isLoading ? <Skeleton active paragraph={{ rows: 2 }} /> : <Tiles tiles={tiles} />}
            <Months areaId={areaId} />
            <Attempts areaId={areaId} />
            <Funnel areaId={areaId} onArea={setAreaId} />
        </Page>
    );
}
