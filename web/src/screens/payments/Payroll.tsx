/** One month's payroll: what it says, what is odd about it, and the steps that somebody may take. */
import { Card, Flex, Skeleton, Steps, Tabs } from 'antd';

import type { Reply } from '../../api/client';
import { useGet } from '../../api/hooks';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { Facts } from '../../parts/Facts';
import { Page } from '../../parts/Page';
import { wordOf } from '../../text/common';
import { count, dong, moment, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { Acts } from './Acts';
import { Anomalies, Areas, Difference, Files, Held, Status, Work } from './Tabs';
import { PayList } from './PayList';
import { kindOf, PAYMENTS, PAYROLL_STATES } from './text';

export type PayrollHead = Reply<'/api/v1/payrolls/{payroll_id}'>['payrolls'][number];
const ORDER = ['sealed', 'approved', 'released'];

function Head({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const states = useText(PAYROLL_STATES);
    const language = useLanguage();
    const n = (value: number) => count(value, language);
    return (
        <Card className="no-print">
            <Flex vertical gap={20}>
                <Steps
                    size="small"
                    current={Math.max(0, ORDER.indexOf(head.state))}
                    items={ORDER.map((state) => ({ title: wordOf(states, state) }))}
                />
                <Facts
                    facts={[
                        [text.kind, kindOf(head.kind, text)],
                        [text.eligible, n(head.eligible_count)],
                        [text.obligated, n(head.obligated_count)],
                        [text.held, n(head.held_count)],
                        [text.totalDong, n(head.total_dong)],
                        [text.difference, dong(head.total_dong - head.previous_dong, language)],
                        [text.madeBy, `${head.made_by} · ${moment(head.made_us)}`],
                        [text.approvedBy, head.approved_by ? `${head.approved_by} · ${moment(head.approved_us)}` : ''],
                        [text.releasedAt, moment(head.released_us)],
                        [text.digest, <span key="digest" className="digest">{head.digest}</span>],
                    ]}
                />
            </Flex>
        </Card>
    );
}

export function Payroll({ payrollId }: { payrollId: number }) {
    const text = useText(PAYMENTS);
    const payroll = useGet('/api/v1/payrolls/{payroll_id}', { path: { payroll_id: payrollId } });
    const head = payroll.data?.payrolls[0];
    if (payroll.error) {
        return <ErrorNotice error={payroll.error} onRetry={() => void payroll.refetch()} />;
    }
    if (!head) {
        return <Skeleton active />;
    }
    const isOut = head.state === 'released';
    const tabs = [
        { key: 'difference', label: text.tabDifference, children: <Difference payrollId={payrollId} /> },
        { key: 'anomalies', label: text.tabAnomalies, children: <Anomalies payrollId={payrollId} /> },
        { key: 'areas', label: text.tabAreas, children: <Areas payrollId={payrollId} /> },
        { key: 'held', label: text.tabHeld, children: <Held payrollId={payrollId} /> },
        ...(isOut
            ? [
                  { key: 'files', label: text.tabFiles, children: <Files payrollId={payrollId} /> },
                  { key: 'status', label: text.tabStatus, children: <Status payrollId={payrollId} /> },
                  { key: 'work', label: text.tabWork, children: <Work payrollId={payrollId} /> },
              ]
            : []),
        { key: 'pay-list', label: text.tabPayList, children: <PayList head={head} /> },
    ];
    return (
        <Page title={say(text.payrollOf, { period: period(head.period) })} note={head.area_name} actions={<Acts head={head} />}>
            <Head head={head} />
            <Card>
                <Tabs items={tabs} destroyOnHidden />
            </Card>
        </Page>
    );
}
