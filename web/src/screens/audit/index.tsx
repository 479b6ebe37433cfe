/** Who did what, when; searched by login and by what was done. */
import { Button, Card, Flex, Form, Input, Tabs, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';

import type { Reply } from '../../api/client';
import { pagesProps, useGet, usePages } from '../../api/hooks';
import { useSession } from '../../api/session';
import { textColumn } from '../../parts/columns';
import { ListTable } from '../../parts/ListTable';
import { Page } from '../../parts/Page';
import { COMMON } from '../../text/common';
import { moment } from '../../text/format';
import { useText } from '../../text/text';
import { pairs } from './pairs';
import { Audits } from './Audits';
import { AUDIT } from './text';

type Change = Reply<'/api/v1/changes'>['changes'][number];

function Log() {
    const text = useText(AUDIT);
    const common = useText(COMMON);
    const { may } = useSession();
    const [wanted, setWanted] = useState<{ login?: string; use_case?: string }>({});
    const list = usePages('/api/v1/changes', { query: { login: wanted.login || undefined, use_case: wanted.use_case || undefined } });
    const digest = useGet('/api/v1/ledger/digest', {}, { enabled: may('report') });
    return (
                <Flex vertical gap={12}>
                    <Form layout="inline" onFinish={setWanted} role="search">
                        <Form.Item name="login" label={text.login}>
                            <Input allowClear maxLength={64} />
                        </Form.Item>
                        <Form.Item name="use_case" label={text.useCase}>
                            <Input allowClear maxLength={64} placeholder="payroll_approve" />
                        </Form.Item>
                        <Button htmlType="submit">{text.filter}</Button>
                    </Form>
                    <Typography.Text>
                        {text.looks} {may('register_read') && <Link href="/beneficiaries">→</Link>}
                    </Typography.Text>
                    {digest.data && (
                        <span>
                            {text.ledger}: <span className="digest">{digest.data.digest}</span>
                        </span>
                    )}
                    <ListTable<Change>
                        label={text.title}
                        rows={list.data?.pages.flatMap((page) => page.changes)}
                        rowKey={(row) => row.change_seq}
                        {...pagesProps(list)}
                        columns={[
                            textColumn('seq', text.number, (row) => String(row.change_seq)),
                            textColumn('at', common.at, (row) => moment(row.at_us), 150),
                            textColumn('by', common.by, (row) => row.login),
                            textColumn('what', text.useCase, (row) => row.use_case),
                            textColumn('area', common.area, (row) => row.area_name),
                            textColumn('summary', text.summary, (row) => pairs(row.summary)),
                            { key: 'hash', title: text.hash, render: (row) => <span className="digest">{row.hash.slice(0, 12)}</span> },
                        ]}
                    />
                </Flex>
    );
}

export default function Audit() {
    const text = useText(AUDIT);
    return (
        <Page title={text.title} note={text.note}>
            <Card>
                <Tabs
                    destroyOnHidden
                    items={[
                        { key: 'audits', label: text.tabAudit, children: <Audits /> },
                        { key: 'log', label: text.tabLog, children: <Log /> },
                    ]}
                />
            </Card>
        </Page>
    );
}
