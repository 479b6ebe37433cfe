/** Who receives: the list, the search, and everything about one person. */
import { Button, Card, Flex, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { Link, Route, Switch } from 'wouter';

import { post, type Reply } from '../../api/client';
import { pagesProps, usePages, useRun } from '../../api/hooks';
import { AreaSelect } from '../../parts/AreaSelect';
import { personColumn, textColumn } from '../../parts/columns';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { ExportButton } from '../../parts/ExportButton';
import { ListTable, type ListColumn } from '../../parts/ListTable';
import { Page } from '../../parts/Page';
import { useReference } from '../../parts/reference';
import { CHANNELS, COMMON, wordOf } from '../../text/common';
import { count, day } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { Profile } from './Profile';
import { BENEFICIARIES, SEXES } from './text';

type Row = Reply<'/api/v1/beneficiaries'>['beneficiaries'][number];
type Found = Reply<'/api/v1/beneficiaries/search', 'post'>['beneficiaries'][number];

/** As POST and GET /beneficiaries number them. */
const CHANNEL_NUMBERS = { 1: 'bank', 2: 'wallet', 3: 'cash_point', 4: 'cash_home', 9: 'none' } as const;
const SEARCH_MOST = 100;

/** A personal number must not stand in an address: the search is a POST, and lives in this page only. */
function Search({ onFound }: { onFound: (found: Found[] | null) => void }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const { run, isRunning, error } = useRun();
    const [hasFound, setHasFound] = useState(false);
    const [form] = Form.useForm<{ text: string }>();
    const search = async (typed: { text?: string }) => {
        const wanted = typed.text?.trim() ?? '';
        if (wanted.length < 2) {
            onFound(null);
            setHasFound(false);
            return;
        }
        await run(async () => {
            onFound((await post('/api/v1/beneficiaries/search', { body: { text: wanted, limit: SEARCH_MOST } })).beneficiaries);
            setHasFound(true);
        });
    };
    return (
        <Flex vertical gap={8}>
            <Form form={form} layout="vertical" role="search" onFinish={(typed) => void search(typed)}>
                <Flex gap={8} align="end" wrap>
                    <Form.Item name="text" label={text.searchLabel} style={{ margin: 0, flex: '1 1 420px' }}>
                        <Input allowClear maxLength={100} />
                    </Form.Item>
                    <Button type="primary" htmlType="submit" loading={isRunning}>
                        {common.search}
                    </Button>
                    {hasFound && (
                        <Button
                            onClick={() => {
                                form.resetFields();
                                onFound(null);
                                setHasFound(false);
                            }}
                        >
                            {text.searchAgain}
                        </Button>
                    )}
                </Flex>
            </Form>
            <ErrorNotice error={error} />
        </Flex>
    );
}

function FoundList({ found }: { found: Found[] }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const sexes = useText(SEXES);
    const language = useLanguage();
    return (
        <Flex vertical gap={8}>
            <Typography.Text aria-live="polite">{say(text.found, { count: count(found.length, language) })}</Typography.Text>
            <ListTable<Found>
                label={text.title}
                rows={found}
                rowKey={(row) => row.person_id}
                empty={text.none}
                columns={[
                    personColumn(common.name),
                    textColumn('born', text.born, (row) => day(row.birth_date), 120),
                    textColumn('sex', text.sex, (row) => wordOf(sexes, row.sex), 100),
                    textColumn('area', common.area, (row) => row.area_name),
                    textColumn('hamlet', text.hamlet, (row) => row.hamlet),
                    textColumn('citizen', text.citizenId, (row) => row.citizen_id_mask),
                ]}
            />
        </Flex>
    );
}

function WholeList() {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const { clause } = useReference();
    const [areaId, setAreaId] = useState<number | undefined>();
    const [channel, setChannel] = useState<number | undefined>();
    const list = usePages('/api/v1/beneficiaries', { query: { area_id: areaId, channel } });
    const rows = list.data?.pages.flatMap((page) => page.beneficiaries);
    const columns: ListColumn<Row>[] = [
        personColumn(common.name),
        textColumn('born', text.born, (row) => day(row.birth_date), 110),
        textColumn('area', common.area, (row) => row.area_name),
        textColumn('hamlet', text.hamlet, (row) => row.hamlet),
        { key: 'category', title: text.category, render: (row) => <span title={clause(row.category)}>{row.category}</span> },
        textColumn('channel', common.channel, (row) => wordOf(channels, row.channel ?? 'none')),
        textColumn('number', text.number, (row) => row.number_mask),
        textColumn('recipient', text.recipient, (row) => row.recipient_name),
    ];
    return (
        <Flex vertical gap={12}>
            <Flex gap={16} wrap align="center" justify="space-between">
                <Flex gap={16} wrap>
                    <AreaSelect id="beneficiaries-area" value={areaId} onChange={setAreaId} />
                    <label htmlFor="beneficiaries-channel" className="field-inline">
                        {common.channel}
                        <select
                            id="beneficiaries-channel"
                            value={channel ?? ''}
                            onChange={(event) => setChannel(Number(event.target.value) || undefined)}
                        >
                            <option value="">{text.anyChannel}</option>
                            {Object.entries(CHANNEL_NUMBERS).map(([number, name]) => (
                                <option key={number} value={number}>
                                    {channels[name]}
                                </option>
                            ))}
                        </select>
                    </label>
                </Flex>
                <ExportButton of={{ list: 'beneficiaries', area_id: areaId, channel }} />
            </Flex>
            <ListTable
                label={text.title}
                rows={rows}
                rowKey={(row) => row.person_id}
                columns={columns}
                {...pagesProps(list)}
            />
        </Flex>
    );
}

function List() {
    const text = useText(BENEFICIARIES);
    const [found, setFound] = useState<Found[] | null>(null);
    return (
        <Page title={text.title}>
            <Card>
                <Search onFound={setFound} />
            </Card>
            <Card>{found ? <FoundList found={found} /> : <WholeList />}</Card>
        </Page>
    );
}

export default function Beneficiaries() {
    const text = useText(BENEFICIARIES);
    return (
        <Switch>
            <Route path="/beneficiaries/:person">
                {({ person }) => (
                    <Flex vertical gap={8}>
                        <Link href="/beneficiaries">← {text.back}</Link>
                        <Profile key={person} personId={Number(person)} />
                    </Flex>
                )}
            </Route>
            <Route>
                <List />
            </Route>
        </Switch>
    );
}
