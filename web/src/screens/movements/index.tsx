/** What officers entered, newest first. */
import { Card, Flex } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';

import type { Reply } from '../../api/client';
import { pagesProps, usePages } from '../../api/hooks';
import { useSession } from '../../api/session';
import { AreaSelect } from '../../parts/AreaSelect';
import { personColumn, textColumn } from '../../parts/columns';
import { ExportButton } from '../../parts/ExportButton';
import { ListTable } from '../../parts/ListTable';
import { Page } from '../../parts/Page';
import { useReference } from '../../parts/reference';
import { COMMON, MOVEMENTS, wordOf } from '../../text/common';
import { day, moment } from '../../text/format';
import { useText } from '../../text/text';
import { MOVEMENTS_TEXT } from './text';

type Row = Reply<'/api/v1/movements'>['movements'][number];

export default function Movements() {
    const text = useText(MOVEMENTS_TEXT);
    const common = useText(COMMON);
    const words = useText(MOVEMENTS);
    const { reason } = useReference();
    const { may } = useSession();
    const [areaId, setAreaId] = useState<number | undefined>();
    const list = usePages('/api/v1/movements', { query: { area_id: areaId } });
    return (
        <Page title={text.title} note={text.note} actions={may('register_write') && <Link href="/beneficiaries">{text.find}</Link>}>
            <Card>
                <Flex vertical gap={12}>
                    <Flex justify="space-between" wrap gap={12}>
                        <AreaSelect id="movements-area" value={areaId} onChange={setAreaId} />
                        <ExportButton of={{ list: 'movements', area_id: areaId }} />
                    </Flex>
                    <ListTable<Row>
                        label={text.title}
                        rows={list.data?.pages.flatMap((page) => page.movements)}
                        rowKey={(row) => `${row.recorded_seq} ${row.person_id} ${row.kind}`}
                        {...pagesProps(list)}
                        columns={[
                            textColumn('at', common.at, (row) => moment(row.at_us), 150),
                            personColumn(common.name),
                            textColumn('area', common.area, (row) => row.area_name),
                            textColumn('kind', text.kind, (row) => wordOf(words, row.kind)),
                            textColumn('reason', common.reason, (row) => reason(row.reason_code)),
                            textColumn('effective', text.effective, (row) => day(row.effective_on)),
                            textColumn('by', common.by, (row) => row.login),
                        ]}
                    />
                </Flex>
            </Card>
        </Page>
    );
}
