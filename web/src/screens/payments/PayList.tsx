/** The list of a commune that people sign: on paper, with its signature blocks. */
import { Button, Flex } from 'antd';
import { useState } from 'react';

import { useWhole } from '../../api/hooks';
import { AreaSelect, useAreas } from '../../parts/AreaSelect';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { CHANNELS, COMMON, wordOf } from '../../text/common';
import { count, day, moment, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import type { PayrollHead } from './Payroll';
import { PAYMENTS } from './text';

export function PayList({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const language = useLanguage();
    const areas = useAreas().data?.areas ?? [];
    const [areaId, setAreaId] = useState<number | undefined>();
    const area = areas.find((each) => each.area_id === areaId);
    const list = useWhole(
        '/api/v1/payrolls/{payroll_id}/pay-list',
        { path: { payroll_id: head.payroll_id }, query: { area_id: areaId } as never },
        { enabled: areaId !== undefined || areas.length === 0 },
    );
    const rows = list.data?.flatMap((page) => page.pay_list);
    const sum = rows?.reduce((before, row) => before + row.amount_dong, 0) ?? 0;
    return (
        <Flex vertical gap={12}>
            <Flex gap={12} align="center" wrap className="no-print">
                <AreaSelect id="pay-list-area" value={areaId} onChange={setAreaId} />
                <Button type="primary" disabled={!rows || rows.length === 0} onClick={() => window.print()}>
                    {text.printList}
                </Button>
                {!rows && areas.length > 0 && <span>{text.choose}</span>}
            </Flex>
            <ErrorNotice error={list.error} />
            {rows && (
                <div className="paper">
                    <h2>
                        {text.tabPayList} {period(head.period)}
                    </h2>
                    <p>
                        {area ? `${area.name} (${area.area_code})` : head.area_name} · {count(rows.length, language)} {common.people.toLowerCase()} ·{' '}
                        {count(sum, language)} đ
                    </p>
                    <table className="plain pay-list">
                        <thead>
                            <tr>
                                <th scope="col">#</th>
                                <th scope="col">{common.name}</th>
                                <th scope="col">{text.born}</th>
                                <th scope="col">{text.category}</th>
                                <th scope="col">{common.amount}</th>
                                <th scope="col">{common.channel}</th>
                                <th scope="col">{text.recipient}</th>
                                <th scope="col">{text.signature}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows.map((row, index) => (
                                <tr key={`${row.person_id} ${row.category} ${index}`}>
                                    <td>{index + 1}</td>
                                    <th scope="row">{row.full_name}</th>
                                    <td>{day(row.birth_date)}</td>
                                    <td>{row.category}</td>
                                    <td>{count(row.amount_dong, language)}</td>
                                    <td>{wordOf(channels, row.channel)}</td>
                                    <td>{row.recipient_name ?? ''}</td>
                                    <td className="sign"> </td>
                                </tr>
                            ))}
                        </tbody>
                        <tfoot>
                            <tr>
                                <td colSpan={4}>{common.total}</td>
                                <td>{count(sum, language)}</td>
                                <td colSpan={3}> </td>
                            </tr>
                        </tfoot>
                    </table>
                    <div className="signers">
                        {text.signers.split('|').map((who) => (
                            <div key={who}>
                                <strong>{who}</strong>
                                <br />
                                {text.signHint}
                            </div>
                        ))}
                    </div>
                    <p className="provenance">
                        {say('{digest} · {at}', { digest: `${text.digest}: ${head.digest.slice(0, 16)}`, at: moment(Date.now() * 1000) })}
                    </p>
                </div>
            )}
        </Flex>
    );
}
