/** Lists taken in: upload, what was wrong row by row, the annotated workbook, and the history. */
import { Alert, Button, Card, Flex, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';

import { download, type Reply } from '../../api/client';
import { pagesProps, useGet, usePages, useUpload } from '../../api/hooks';
import { useSession, useSignedIn } from '../../api/session';
import { AreaSelect } from '../../parts/AreaSelect';
import { numberColumn, textColumn } from '../../parts/columns';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { Facts } from '../../parts/Facts';
import { FilePicker } from '../../parts/FilePicker';
import { ListTable } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { RunProgress } from '../../parts/Progress';
import { COMMON, wordOf } from '../../text/common';
import { count, moment } from '../../text/format';
import { useLanguage, useText } from '../../text/text';
import { encodings } from './encodings';
import { INTAKE, SEVERITIES } from './text';

type Loaded = Reply<'/api/v1/intakes', 'post'>;
type Row = Reply<'/api/v1/intakes'>['intakes'][number];
type Head = Reply<'/api/v1/intakes/{intake_id}'>;
type Issue = Reply<'/api/v1/intakes/{intake_id}/issues'>['issues'][number];
type Defect = Reply<'/api/v1/defects'>['defects'][number];

function Upload() {
    const text = useText(INTAKE);
    const language = useLanguage();
    const [, go] = useLocation();
    const { roles } = useSignedIn();
    const [chosen, setAreaId] = useState<number | undefined>();
    const areaId = chosen ?? (roles[0]?.area_id || undefined);
    const [done, setDone] = useState<Loaded | null>(null);
    const { take, share, progress, error } = useUpload('/api/v1/intakes');
    const hand = async (file: File) => {
        setDone(null);
        setDone((await take(file, { area_id: areaId })) ?? null);
    };
    const n = (value: number) => count(value, language);
    return (
        <Card>
            <Flex vertical gap={12}>
                <AreaSelect id="intake-area" value={chosen} onChange={setAreaId} />
                <FilePicker label={text.upload} help={text.uploadHelp} accept=".xlsx,.csv" share={share} onFile={(file) => void hand(file)} />
                <RunProgress progress={progress} isRunning={share === 1} label={text.running} />
                <ErrorNotice error={error} />
                {done && (
                    <Alert
                        type={done.refused_count > 0 ? 'warning' : 'success'}
                        showIcon
                        title={done.repeated ? text.doneAgain : text.done}
                        description={
                            <Facts
                                facts={[
                                    [text.rows, n(done.row_count)],
                                    [text.accepted, n(done.accepted_count)],
                                    [text.refused, n(done.refused_count)],
                                    [text.warned, n(done.warned_count)],
                                    [text.fresh, n(done.new_count)],
                                    [text.updated, n(done.updated_count)],
                                    [text.unchanged, n(done.unchanged_count)],
                                ]}
                            />
                        }
                        action={<Button onClick={() => go(`/intake/${done.intake_id}`)}>{text.issues}</Button>}
                    />
                )}
            </Flex>
        </Card>
    );
}

function History() {
    const text = useText(INTAKE);
    const common = useText(COMMON);
    const language = useLanguage();
    const list = usePages('/api/v1/intakes');
    return (
        <ListTable<Row>
            label={text.history}
            rows={list.data?.pages.flatMap((page) => page.intakes)}
            rowKey={(row) => row.intake_id}
            {...pagesProps(list)}
            columns={[
                { key: 'file', title: text.file, render: (row) => <Link href={`/intake/${row.intake_id}`}>{row.file_name}</Link> },
                textColumn('area', common.area, (row) => row.area_name),
                textColumn('at', common.at, (row) => moment(row.at_us)),
                textColumn('by', common.by, (row) => row.login),
                numberColumn('rows', text.rows, (row) => row.row_count, language),
                numberColumn('accepted', text.accepted, (row) => row.accepted_count, language),
                numberColumn('refused', text.refused, (row) => row.refused_count, language),
                numberColumn('warned', text.warned, (row) => row.warned_count, language),
            ]}
        />
    );
}

function Defects() {
    const text = useText(INTAKE);
    const severities = useText(SEVERITIES);
    const language = useLanguage();
    const list = useGet('/api/v1/defects');
    return (
        <ListTable<Defect>
            label={text.defects}
            rows={list.data?.defects}
            rowKey={(row) => `${row.issue_code} ${row.severity}`}
            isLoading={list.isLoading}
            error={list.error}
            columns={[
                textColumn('code', text.kind, (row) => row.issue_code),
                { key: 'severity', title: text.severity, render: (row) => <Mark kind={row.severity === 'refusal' ? 'bad' : 'wait'}>{wordOf(severities, row.severity)}</Mark> },
                numberColumn('rows', text.rows, (row) => row.row_count, language),
                numberColumn('files', text.files, (row) => row.file_count, language),
            ]}
        />
    );
}

function Issues({ intakeId, sums }: { intakeId: number; sums: Head['issue_sums'] }) {
    const text = useText(INTAKE);
    const severities = useText(SEVERITIES);
    const language = useLanguage();
    const [severity, setSeverity] = useState<number | undefined>();
    const list = usePages('/api/v1/intakes/{intake_id}/issues', { path: { intake_id: intakeId }, query: { severity } });
    const tag = (code: string) => <Mark kind={code === 'refusal' ? 'bad' : 'wait'}>{wordOf(severities, code)}</Mark>;
    return (
        <Flex vertical gap={16}>
            <ListTable<Head['issue_sums'][number]>
                label={text.kinds}
                rows={sums}
                rowKey={(row) => `${row.issue_code} ${row.severity}`}
                empty={text.clean}
                columns={[
                    textColumn('what', text.kind, (row) => row.sentence),
                    { key: 'severity', title: text.severity, render: (row) => tag(row.severity) },
                    textColumn('remedy', text.remedy, (row) => row.remedy),
                    numberColumn('count', text.number, (row) => row.issue_count, language),
                ]}
            />
            {sums.length > 0 && (
                <>
                    <label htmlFor="issue-severity" className="field-inline">
                        {text.severity}
                        <select id="issue-severity" value={severity ?? ''} onChange={(event) => setSeverity(Number(event.target.value) || undefined)}>
                            <option value="">{text.all}</option>
                            <option value={1}>{severities.warning}</option>
                            <option value={2}>{severities.refusal}</option>
                        </select>
                    </label>
                    <ListTable<Issue>
                        label={text.byRow}
                        rows={list.data?.pages.flatMap((page) => page.issues)}
                        rowKey={(row) => `${row.key} ${row.issue_code}`}
                        {...pagesProps(list)}
                        columns={[
                            numberColumn('sheet', text.sheet, (row) => row.sheet_no, language),
                            numberColumn('row', text.row, (row) => row.row_no, language),
                            numberColumn('column', text.column, (row) => row.column_no, language),
                            { key: 'severity', title: text.severity, render: (row) => tag(row.severity) },
                            textColumn('what', text.kind, (row) => row.sentence),
                            { key: 'found', title: text.found, render: (row) => <code>{row.found}</code> },
                            textColumn('remedy', text.remedy, (row) => row.remedy),
                        ]}
                    />
                </>
            )}
        </Flex>
    );
}

function Intake({ intakeId }: { intakeId: number }) {
    const text = useText(INTAKE);
    const common = useText(COMMON);
    const language = useLanguage();
    const path = { intake_id: intakeId };
    const intake = useGet('/api/v1/intakes/{intake_id}', { path });
    const head = intake.data?.intakes[0];
    if (intake.error) {
        return <ErrorNotice error={intake.error} onRetry={() => void intake.refetch()} />;
    }
    if (!intake.data || !head) {
        return <Skeleton active />;
    }
    const n = (value: number) => count(value, language);
    return (
        <Page
            title={head.file_name}
            note={head.area_name}
            actions={
                <>
                    <Button onClick={() => void download('GET', '/api/v1/intakes/{intake_id}/original', { path })}>{text.original}</Button>
                    {intake.data.has_annotated && (
                        <Button type="primary" onClick={() => void download('GET', '/api/v1/intakes/{intake_id}/annotated', { path })}>
                            {text.annotated}
                        </Button>
                    )}
                </>
            }
        >
            <Card>
                <Facts
                    facts={[
                        [common.at, moment(head.at_us)],
                        [common.by, head.login],
                        [text.rows, n(head.row_count)],
                        [text.accepted, n(head.accepted_count)],
                        [text.refused, n(head.refused_count)],
                        [text.warned, n(head.warned_count)],
                        [text.size, `${n(Math.ceil(head.byte_count / 1024))} kB`],
                        [text.encoding, encodings(head.encoding) || text.encodingPlain],
                    ]}
                />
            </Card>
            <Card title={text.issues}>
                <Issues intakeId={intakeId} sums={intake.data.issue_sums} />
            </Card>
        </Page>
    );
}

function Lists() {
    const text = useText(INTAKE);
    const { may } = useSession();
    return (
        <Page title={text.title} note={text.note}>
            {may('register_write') && <Upload />}
            <Card>
                <Tabs
                    items={[
                        { key: 'history', label: text.history, children: <History /> },
                        { key: 'defects', label: text.defects, children: <Defects /> },
                    ]}
                />
            </Card>
        </Page>
    );
}

export default function IntakeScreen() {
    const text = useText(INTAKE);
    return (
        <Switch>
            <Route path="/intake/:intake">
                {({ intake }) => (
                    <Flex vertical gap={8}>
                        <Link href="/intake">← {text.back}</Link>
                        <Intake key={intake} intakeId={Number(intake)} />
                    </Flex>
                )}
            </Route>
            <Route>
                <Lists />
            </Route>
        </Switch>
    );
}
