/** What a provider's own people see: their files, and nothing else. */
import { Button, Card, Flex, Tabs } from 'antd';

import { download, type Reply } from '../../api/client';
import { pagesProps, usePages } from '../../api/hooks';
import { numberColumn, textColumn } from '../../parts/columns';
import { ListTable } from '../../parts/ListTable';
import { Page } from '../../parts/Page';
import { StateTag } from '../../parts/StateTag';
import { CHANNELS, COMMON, wordOf } from '../../text/common';
import { day, moment, period } from '../../text/format';
import { useLanguage, useText } from '../../text/text';
import { ResultUpload } from '../payments/ResultUpload';
import { PROVIDER } from './text';

type Batch = Reply<'/api/v1/provider/batches'>['batches'][number];
type Result = Reply<'/api/v1/provider/results'>['results'][number];

function Batches() {
    const text = useText(PROVIDER);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const language = useLanguage();
    const list = usePages('/api/v1/provider/batches');
    return (
        <ListTable<Batch>
            label={text.tabBatches}
            rows={list.data?.pages.flatMap((page) => page.batches)}
            rowKey={(row) => row.batch_id}
            {...pagesProps(list)}
            columns={[
                {
                    key: 'file',
                    title: text.file,
                    render: (row) => (
                        <Button type="link" onClick={() => void download('GET', '/api/v1/provider/batches/{batch_id}/file', { path: { batch_id: row.batch_id } })}>
                            {row.file_name}
                        </Button>
                    ),
                },
                textColumn('period', common.period, (row) => period(row.period)),
                textColumn('channel', common.channel, (row) => wordOf(channels, row.channel)),
                { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} /> },
                numberColumn('lines', text.lines, (row) => row.line_count, language),
                numberColumn('dong', common.amount, (row) => row.total_dong, language),
                textColumn('until', text.answerBy, (row) => day(row.not_after)),
                { key: 'hash', title: 'SHA-256', render: (row) => <span className="digest">{row.sha256?.slice(0, 16)}</span> },
            ]}
        />
    );
}

function Results() {
    const text = useText(PROVIDER);
    const common = useText(COMMON);
    const language = useLanguage();
    const list = usePages('/api/v1/provider/results');
    return (
        <Flex vertical gap={12}>
            <ResultUpload path="/api/v1/provider/results" query={{}} />
            <ListTable<Result>
                label={text.tabResults}
                rows={list.data?.pages.flatMap((page) => page.results)}
                rowKey={(row) => row.result_id}
                {...pagesProps(list)}
                columns={[
                    textColumn('file', text.file, (row) => row.file_name),
                    textColumn('at', common.at, (row) => moment(row.at_us)),
                    textColumn('format', common.format, (row) => row.format),
                    numberColumn('rows', text.rows, (row) => row.row_count, language),
                    numberColumn('applied', text.applied, (row) => row.applied_count, language),
                    numberColumn('suspended', text.suspended, (row) => row.suspended_count, language),
                    numberColumn('dong', common.amount, (row) => row.applied_dong, language),
                ]}
            />
        </Flex>
    );
}

export default function ProviderScreen() {
    const text = useText(PROVIDER);
    return (
        <Page title={text.title} note={text.note}>
            <Card>
                <Tabs
                    items={[
                        { key: 'batches', label: text.tabBatches, children: <Batches /> },
                        { key: 'results', label: text.tabResults, children: <Results /> },
                    ]}
                />
            </Card>
        </Page>
    );
}
