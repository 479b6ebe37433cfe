/** What one payroll says, table by table. */
import { Button, Flex, Typography } from 'antd';
import { useState } from 'react';

import { download, type Reply } from '../../api/client';
import { pagesProps, useGet, usePages, useWhole } from '../../api/hooks';
import { numberColumn, personColumn, textColumn } from '../../parts/columns';
import { ExportButton } from '../../parts/ExportButton';
import { ListTable, type ListColumn } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { useReference } from '../../parts/reference';
import { StateTag } from '../../parts/StateTag';
import { CHANNELS, COMMON, STATES, wordOf } from '../../text/common';
import { count, day, moment } from '../../text/format';
import { useLanguage, useText } from '../../text/text';
import { ACTORS, PAYMENTS } from './text';

interface Of {
    payrollId: number;
}
type DifferenceRow = Reply<'/api/v1/payrolls/{payroll_id}/difference'>['difference'][number];
type PersonRow = Reply<'/api/v1/payrolls/{payroll_id}/difference/persons'>['difference_persons'][number];
type AreaRow = Reply<'/api/v1/payrolls/{payroll_id}/areas'>['payroll'][number];
type HeldRow = Reply<'/api/v1/payrolls/{payroll_id}/held'>['held'][number];
type Anomaly = Reply<'/api/v1/payrolls/{payroll_id}/anomalies'>;
type StatusRow = Reply<'/api/v1/payrolls/{payroll_id}/status'>['payment_status'][number];
type Batch = Reply<'/api/v1/payrolls/{payroll_id}/batches'>['batches'][number];
type WorkRow = Reply<'/api/v1/payrolls/{payroll_id}/work'>['work'][number];

/** States in which an order waits for somebody, as the route numbers them. */
const WORK_STATES: [number, keyof typeof STATES][] = [
    [6, 'UNKNOWN'],
    [7, 'UNCLAIMED'],
    [8, 'RETURN_NOTICED'],
    [10, 'RETURNED'],
    [11, 'REJECTED'],
    [12, 'NEVER_RECEIVED'],
    [14, 'CONFLICT'],
];

function DifferencePersons({ payrollId, reasonCode }: Of & { reasonCode: string }) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const language = useLanguage();
    const { reason } = useReference();
    const list = usePages('/api/v1/payrolls/{payroll_id}/difference/persons', {
        path: { payroll_id: payrollId },
        query: { reason_code: reasonCode },
    });
    return (
        <ListTable<PersonRow>
            label={text.persons}
            rows={list.data?.pages.flatMap((page) => page.difference_persons)}
            rowKey={(row) => row.person_id}
            {...pagesProps(list)}
            columns={[
                personColumn(common.name),
                textColumn('area', common.area, (row) => row.area_name),
                textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                numberColumn('before', text.previous, (row) => row.previous_dong, language),
                numberColumn('after', text.totalDong, (row) => row.amount_dong, language),
                numberColumn('difference', text.difference, (row) => row.amount_dong - row.previous_dong, language),
            ]}
        />
    );
}

/** The sums add up exactly: the last row of the server's list is their sum, and is shown as such. */
export function Difference({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const language = useLanguage();
    const list = useGet('/api/v1/payrolls/{payroll_id}/difference', { path: { payroll_id: payrollId } });
    const [reasonCode, setReasonCode] = useState<string | null>(null);
    const rows = list.data?.difference.filter((row) => row.reason_code !== '');
    const columns: ListColumn<DifferenceRow>[] = [
        {
            key: 'reason',
            title: common.reason,
            render: (row) => (
                <button type="button" className="as-link" onClick={() => setReasonCode(row.reason_code)}>
                    {row.reason}
                </button>
            ),
            total: common.total,
        },
        numberColumn('people', common.people, (row) => row.person_count, language, rows),
        numberColumn('before', text.previous, (row) => row.previous_dong, language, rows),
        numberColumn('after', text.totalDong, (row) => row.amount_dong, language, rows),
        numberColumn('difference', text.difference, (row) => row.difference_dong, language, rows),
    ];
    return (
        <Flex vertical gap={16}>
            <Flex justify="end">
                <ExportButton of={{ list: 'difference', payroll_id: payrollId }} />
            </Flex>
            <ListTable
                label={text.tabDifference}
                rows={rows}
                rowKey={(row) => row.reason_code}
                columns={columns}
                isLoading={list.isLoading}
                error={list.error}
            />
            {reasonCode && (
                <>
                    <Typography.Title level={2} style={{ fontSize: 18, margin: 0 }}>
                        {rows?.find((row) => row.reason_code === reasonCode)?.reason}
                    </Typography.Title>
                    <DifferencePersons key={reasonCode} payrollId={payrollId} reasonCode={reasonCode} />
                </>
            )}
        </Flex>
    );
}

export function Anomalies({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const language = useLanguage();
    const { reason } = useReference();
    const { data, error, isLoading } = useGet('/api/v1/payrolls/{payroll_id}/anomalies', { path: { payroll_id: payrollId } });
    const heading = (title: string, rows: unknown[] | undefined) => (
        <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
            {title} <Mark kind={rows && rows.length > 0 ? 'wait' : undefined}>{count(rows?.length ?? 0, language)}</Mark>
        </Typography.Title>
    );
    const common_ = { isLoading, error, empty: text.noAnomaly };
    return (
        <Flex vertical gap={16}>
            {heading(text.shared, data?.shared_accounts)}
            <ListTable<Anomaly['shared_accounts'][number]>
                label={text.shared}
                rows={data?.shared_accounts}
                rowKey={(row) => `${row.provider_code} ${row.number_mask} ${row.holder_name}`}
                {...common_}
                columns={[
                    textColumn('number', text.number, (row) => row.number_mask),
                    textColumn('holder', text.holder, (row) => row.holder_name),
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    numberColumn('people', common.people, (row) => row.person_count, language),
                    numberColumn('dong', common.amount, (row) => row.amount_dong, language),
                ]}
            />
            {heading(text.changed, data?.changed_accounts)}
            <ListTable<Anomaly['changed_accounts'][number]>
                label={text.changed}
                rows={data?.changed_accounts}
                rowKey={(row) => row.person_id}
                {...common_}
                columns={[
                    personColumn(common.name),
                    textColumn('area', common.area, (row) => row.area_name),
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    textColumn('number', text.number, (row) => row.number_mask),
                    textColumn('holder', text.holder, (row) => row.holder_name),
                    textColumn('at', text.changedAt, (row) => moment(row.changed_us)),
                    textColumn('by', text.changedBy, (row) => row.changed_by),
                    numberColumn('dong', common.amount, (row) => row.amount_dong, language),
                ]}
            />
            {heading(text.jumps, data?.jumps)}
            <ListTable<Anomaly['jumps'][number]>
                label={text.jumps}
                rows={data?.jumps}
                rowKey={(row) => row.person_id}
                {...common_}
                columns={[
                    personColumn(common.name),
                    textColumn('area', common.area, (row) => row.area_name),
                    textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                    numberColumn('before', text.previous, (row) => row.previous_dong, language),
                    numberColumn('after', text.totalDong, (row) => row.amount_dong, language),
                ]}
            />
        </Flex>
    );
}

export function Areas({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const language = useLanguage();
    const list = useGet('/api/v1/payrolls/{payroll_id}/areas', { path: { payroll_id: payrollId } });
    const rows = list.data?.payroll.filter((row) => row.area_code !== '');
    return (
        <ListTable<AreaRow>
            label={text.tabAreas}
            rows={rows}
            rowKey={(row) => row.area_code}
            isLoading={list.isLoading}
            error={list.error}
            columns={[
                { ...textColumn<AreaRow>('area', common.area, (row) => row.area_name), total: common.total },
                textColumn('code', common.areaCode, (row) => row.area_code),
                numberColumn('people', common.people, (row) => row.person_count, language, rows),
                numberColumn('dong', common.amount, (row) => row.amount_dong, language, rows),
            ]}
        />
    );
}

export function Held({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const actors = useText(ACTORS);
    const language = useLanguage();
    const list = usePages('/api/v1/payrolls/{payroll_id}/held', { path: { payroll_id: payrollId } });
    return (
        <ListTable<HeldRow>
            label={text.tabHeld}
            rows={list.data?.pages.flatMap((page) => page.held)}
            rowKey={(row) => row.person_id}
            {...pagesProps(list)}
            columns={[
                personColumn(common.name),
                textColumn('area', common.area, (row) => row.area_name),
                textColumn('reason', common.reason, (row) => row.sentence),
                textColumn('who', text.whoActs, (row) => wordOf(actors, row.who_acts)),
                numberColumn('dong', common.amount, (row) => row.amount_dong, language),
            ]}
        />
    );
}

export function Files({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const language = useLanguage();
    const list = useWhole('/api/v1/payrolls/{payroll_id}/batches', { path: { payroll_id: payrollId } });
    const rows = list.data?.flatMap((page) => page.batches);
    return (
        <ListTable<Batch>
            label={text.tabFiles}
            rows={rows}
            rowKey={(row) => row.batch_id}
            isLoading={list.isLoading}
            error={list.error}
            columns={[
                {
                    key: 'file',
                    title: text.file,
                    total: common.total,
                    render: (row) =>
                        row.file_name ? (
                            <Button
                                type="link"
                                onClick={() => void download('GET', '/api/v1/batches/{batch_id}/file', { path: { batch_id: row.batch_id } })}
                            >
                                {row.file_name}
                            </Button>
                        ) : (
                            '–'
                        ),
                },
                textColumn('provider', common.provider, (row) => row.provider_code),
                textColumn('channel', common.channel, (row) => wordOf(channels, row.channel)),
                { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} /> },
                numberColumn('lines', text.lines, (row) => row.line_count, language, rows),
                numberColumn('dong', common.amount, (row) => row.total_dong, language, rows),
                textColumn('until', text.answerBy, (row) => day(row.not_after)),
                { key: 'hash', title: text.hash, render: (row) => <span className="digest">{row.sha256?.slice(0, 16)}</span> },
            ]}
        />
    );
}

export function Status({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const language = useLanguage();
    const list = useGet('/api/v1/payrolls/{payroll_id}/status', { path: { payroll_id: payrollId } });
    const rows = list.data?.payment_status;
    return (
        <ListTable<StatusRow>
            label={text.tabStatus}
            rows={rows}
            rowKey={(row) => `${row.provider_code} ${row.channel} ${row.state}`}
            isLoading={list.isLoading}
            error={list.error}
            columns={[
                { ...textColumn<StatusRow>('provider', common.provider, (row) => row.provider_code), total: common.total },
                textColumn('channel', common.channel, (row) => wordOf(channels, row.channel)),
                { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} /> },
                numberColumn('lines', text.lines, (row) => row.line_count, language, rows),
                numberColumn('dong', common.amount, (row) => row.amount_dong, language, rows),
            ]}
        />
    );
}

export function Work({ payrollId }: Of) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const states = useText(STATES);
    const language = useLanguage();
    const { reason } = useReference();
    const [state, setState] = useState(WORK_STATES[3]?.[0] ?? 10);
    const list = usePages('/api/v1/payrolls/{payroll_id}/work', { path: { payroll_id: payrollId }, query: { state } });
    return (
        <Flex vertical gap={12}>
            <label htmlFor="work-state" className="field-inline">
                {text.workState}
                <select id="work-state" value={state} onChange={(event) => setState(Number(event.target.value))}>
                    {WORK_STATES.map(([number, name]) => (
                        <option key={number} value={number}>
                            {states[name]}
                        </option>
                    ))}
                </select>
            </label>
            <ListTable<WorkRow>
                label={text.tabWork}
                rows={list.data?.pages.flatMap((page) => page.work)}
                rowKey={(row) => row.end_to_end_id}
                {...pagesProps(list)}
                empty={text.nothingToDo}
                columns={[
                    personColumn(common.name),
                    textColumn('order', text.order, (row) => row.end_to_end_id),
                    textColumn('provider', common.provider, (row) => row.provider_code),
                    textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                    numberColumn('dong', common.amount, (row) => row.amount_dong, language),
                ]}
            />
        </Flex>
    );
}
