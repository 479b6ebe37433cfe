/** What the independent auditor says: the last verdict check by check, and all that were kept. */
import { App, Button, Flex, Typography } from 'antd';

import { ApiError, download, type Reply } from '../../api/client';
import { pagesProps, useAction, useGet, usePages } from '../../api/hooks';
import { useSession } from '../../api/session';
import { numberColumn, textColumn } from '../../parts/columns';
import { ConfirmAction } from '../../parts/ConfirmAction';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { ListTable, type ListColumn } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { RunProgress } from '../../parts/Progress';
import { COMMON, wordOf } from '../../text/common';
import { count, moment } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { AUDIT, VERDICTS } from './text';

type AuditRow = Reply<'/api/v1/audits'>['audits'][number];
type Check = Reply<'/api/v1/audits/last'>['checks'][number];

function Verdict({ verdict }: { verdict: string }) {
    const words = useText(VERDICTS);
    const isGood = verdict === 'clean' || verdict === 'ok';
    return <Mark kind={isGood ? 'good' : 'bad'}>{wordOf(words, verdict)}</Mark>;
}

function Run() {
    const text = useText(AUDIT);
    const language = useLanguage();
    const { message } = App.useApp();
    const action = useAction('/api/v1/audits');
    return (
        <Flex vertical gap={8}>
            <div>
                <ConfirmAction
                    label={text.run}
                    title={text.run}
                    isPrimary
                    isRunning={action.isRunning}
                    error={action.error}
                    onOpen={action.clear}
                    onConfirm={async () => {
                        const reply = await action.run({ full: true });
                        if (reply) {
                            void message.info(
                                say(text.done, {
                                    findings: count(reply.finding_count, language),
                                    checks: count(reply.check_count, language),
                                }),
                                6,
                            );
                        }
                        return reply;
                    }}
                >
                    {text.runWhat}
                </ConfirmAction>
            </div>
            <RunProgress progress={action.progress} isRunning={action.isRunning} label={text.running} />
        </Flex>
    );
}

function Last() {
    const text = useText(AUDIT);
    const language = useLanguage();
    const last = useGet('/api/v1/audits/last');
    const head = last.data?.audits[0];
    if (last.error instanceof ApiError && last.error.problem.status === 404) {
        return <Typography.Text>{text.never}</Typography.Text>;
    }
    if (last.error || (last.data && !head)) {
        return last.error ? <ErrorNotice error={last.error} /> : <Typography.Text>{text.never}</Typography.Text>;
    }
    return (
        <Flex vertical gap={8}>
            <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
                {text.last}: {moment(head?.begun_us)} {head && <Verdict verdict={head.verdict} />}
            </Typography.Title>
            <ListTable<Check>
                label={text.last}
                rows={last.data?.checks}
                rowKey={(row) => row.name}
                isLoading={last.isLoading}
                height={480}
                columns={[
                    textColumn('name', text.check, (row) => row.name),
                    { key: 'verdict', title: text.verdict, render: (row) => <Verdict verdict={row.verdict} /> },
                    numberColumn('rows', text.rows, (row) => row.row_count, language),
                    numberColumn('findings', text.findings, (row) => row.finding_count, language),
                ]}
            />
        </Flex>
    );
}

export function Audits() {
    const text = useText(AUDIT);
    const common = useText(COMMON);
    const language = useLanguage();
    const { may } = useSession();
    const list = usePages('/api/v1/audits');
    const columns: ListColumn<AuditRow>[] = [
        textColumn('at', common.at, (row) => moment(row.begun_us)),
        textColumn('by', common.by, (row) => row.login),
        { key: 'verdict', title: text.verdict, render: (row) => <Verdict verdict={row.verdict} /> },
        numberColumn('checks', text.check, (row) => row.check_count, language),
        numberColumn('findings', text.findings, (row) => row.finding_count, language),
        {
            key: 'report',
            title: text.report,
            render: (row) => (
                <Button
                    type="link"
                    onClick={() => void download('GET', '/api/v1/audits/{audit_id}/report', { path: { audit_id: row.audit_id } })}
                >
                    {common.download}
                </Button>
            ),
        },
    ];
    return (
        <Flex vertical gap={16}>
            {may('log_read') && <Run />}
            <Last />
            <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
                {text.all}
            </Typography.Title>
            <ListTable
                label={text.all}
                rows={list.data?.pages.flatMap((page) => page.audits)}
                rowKey={(row) => row.audit_id}
                columns={columns}
                {...pagesProps(list)}
            />
        </Flex>
    );
}
