/** Everything about one person, and what may be entered. */
import { Card, Flex, Skeleton, Tabs, Timeline } from 'antd';
import { useState } from 'react';

import type { Reply } from '../../api/client';
import { useAction, useGet } from '../../api/hooks';
import { useSession } from '../../api/session';
import { numberColumn, textColumn } from '../../parts/columns';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { Facts } from '../../parts/Facts';
import { FormDialog } from '../../parts/FormDialog';
import { ListTable } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { useReference } from '../../parts/reference';
import { StateTag } from '../../parts/StateTag';
import { CHANNELS, COMMON, MOVEMENTS, wordOf } from '../../text/common';
import { count, day, moment, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { Movements } from './Movements';
import { BENEFICIARIES, COMPONENTS, DEGREES, SEXES } from './text';

export type Person = Reply<'/api/v1/beneficiaries/{person_id}'>;
type History = Reply<'/api/v1/beneficiaries/{person_id}/history'>;

function Head({ person, personId }: { person: Person; personId: number }) {
    const text = useText(BENEFICIARIES);
    const sexes = useText(SEXES);
    const common = useText(COMMON);
    const head = person.person[0];
    const { may } = useSession();
    const reveal = useAction('/api/v1/beneficiaries/{person_id}/reveal', { person_id: personId });
    const [shown, setShown] = useState<string | null>(null);
    if (!head) {
        return null;
    }
    return (
        <Card
            extra={
                may('reveal') && (
                    <FormDialog
                        label={text.reveal}
                        action={reveal}
                        fields={[
                            {
                                name: 'field',
                                label: text.revealWhich,
                                kind: 'select',
                                options: [
                                    { value: 'citizen_id', label: text.citizenId },
                                    { value: 'phone', label: text.phone },
                                    { value: 'account', label: text.accountNumber },
                                ],
                            },
                            { name: 'purpose', label: text.revealPurpose, kind: 'text', least: 5 },
                        ]}
                        toBody={(values) => ({ field: String(values.field), purpose: String(values.purpose) })}
                        onDone={(reply) => setShown(reply.number)}
                    />
                )
            }
            title={head.full_name}
        >
            <Facts
                facts={[
                    [text.born, day(head.birth_date)],
                    [text.sex, wordOf(sexes, head.sex)],
                    [common.area, head.area_name],
                    [text.hamlet, head.hamlet],
                    [text.citizenId, head.citizen_id_mask],
                    [text.phone, head.phone_mask],
                    [text.died, head.death_date ? day(head.death_date) : text.alive],
                    ...(shown ? [[text.revealed, <strong key="shown">{shown}</strong>] as [string, React.ReactNode]] : []),
                ]}
            />
        </Card>
    );
}

function Rights({ person }: { person: Person }) {
    const text = useText(BENEFICIARIES);
    const degrees = useText(DEGREES);
    const { reason, clause } = useReference();
    return (
        <Flex vertical gap={16}>
            <ListTable<Person['enrolments'][number]>
                label={text.tabRights}
                rows={person.enrolments}
                rowKey={(row) => row.enrolment_id}
                columns={[
                    { key: 'category', title: text.category, render: (row) => <span title={clause(row.category)}>{row.category}</span> },
                    textColumn('degree', text.degree, (row) => wordOf(degrees, row.degree)),
                    textColumn('decision', text.decision, (row) => row.decision_no),
                    textColumn('decided', text.decisionDate, (row) => day(row.decision_date)),
                    textColumn('from', text.since, (row) => day(row.from_date)),
                    textColumn('to', text.until, (row) => day(row.to_date)),
                    textColumn('reason', text.endReason, (row) => reason(row.end_reason)),
                ]}
            />
            {person.mandates.length > 0 && (
                <ListTable<Person['mandates'][number]>
                    label={text.recipient}
                    rows={person.mandates}
                    rowKey={(row) => row.mandate_id}
                    columns={[
                        textColumn('name', text.recipientName, (row) => row.recipient_name),
                        textColumn('relation', text.relation, (row) => row.relation),
                        textColumn('certifier', text.certifier, (row) => row.certifier),
                        textColumn('from', text.validFrom, (row) => day(row.valid_from)),
                        textColumn('to', text.until, (row) => day(row.valid_to)),
                        textColumn('revoked', text.revoked, (row) => day(row.revoked_on)),
                    ]}
                />
            )}
        </Flex>
    );
}

function Payments({ person }: { person: Person }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const components = useText(COMPONENTS);
    const language = useLanguage();
    const { clause } = useReference();
    return (
        <ListTable<Person['payments'][number]>
            label={text.tabPayments}
            rows={[...person.payments].reverse()}
            rowKey={(row) => `${row.period} ${row.component} ${row.clause_code} ${row.amount_dong}`}
            columns={[
                textColumn('period', common.period, (row) => period(row.period), 100),
                textColumn('component', text.component, (row) => wordOf(components, row.component)),
                numberColumn('amount', common.amount, (row) => row.amount_dong, language),
                { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} /> },
                {
                    key: 'why',
                    title: text.why,
                    render: (row) =>
                        row.component === 'arrears'
                            ? clause(row.clause_code)
                            : say(text.whyText, {
                                  clause: clause(row.clause_code),
                                  standard: count(row.standard_dong ?? 0, language),
                                  coefficient: ((row.coefficient_hundredths ?? 0) / 100).toLocaleString(language),
                                  amount: count(row.amount_dong, language),
                              }),
                },
            ]}
        />
    );
}

function Accounts({ person }: { person: Person }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    return (
        <ListTable<Person['accounts'][number]>
            label={text.tabAccounts}
            rows={[...person.accounts].reverse()}
            rowKey={(row) => row.account_id}
            columns={[
                textColumn('channel', common.channel, (row) => wordOf(channels, row.channel)),
                textColumn('provider', common.provider, (row) => row.provider_code),
                textColumn('number', text.number, (row) => row.number_mask),
                textColumn('holder', text.holder, (row) => row.holder_name),
                textColumn('from', text.validFrom, (row) => day(row.valid_from)),
                {
                    key: 'live',
                    title: common.state,
                    render: (row) => <Mark kind={row.is_live ? 'good' : undefined}>{row.is_live ? text.live : text.notLive}</Mark>,
                },
            ]}
        />
    );
}

interface Event {
    at: number;
    what: string;
    more: string;
}

function eventsOf(history: History, words: Record<string, string>, text: Record<string, string>, reason: (code: string | null) => string): Event[] {
    const events: Event[] = [];
    for (const row of history.movements) {
        const areas = [row.from_area, row.to_area].filter(Boolean).join(' → ');
        const source = row.file_name ? `${row.file_name}${row.row_no ? `, ${say(text.row ?? '', { row: row.row_no })}` : ''}` : '';
        events.push({
            at: row.at_us,
            what: `${wordOf(words, row.kind)} · ${day(row.effective_on)}`,
            more: [reason(row.reason_code), areas, source, row.login].filter(Boolean).join(' · '),
        });
    }
    for (const row of history.holds) {
        events.push({ at: row.placed_us, what: text.placed ?? '', more: [reason(row.reason_code), row.placed_by].filter(Boolean).join(' · ') });
        if (row.lifted_us) {
            events.push({ at: row.lifted_us, what: text.lifted ?? '', more: [reason(row.reason_code), row.lifted_by].filter(Boolean).join(' · ') });
        }
    }
    return events.sort((a, b) => b.at - a.at);
}

function TimelineTab({ history }: { history: History }) {
    const text = useText(BENEFICIARIES);
    const words = useText(MOVEMENTS);
    const { reason } = useReference();
    return (
        <Timeline
            items={eventsOf(history, words, text, reason).map((event, index) => ({
                key: index,
                title: moment(event.at),
                content: (
                    <>
                        <strong>{event.what}</strong>
                        <br />
                        {event.more}
                    </>
                ),
            }))}
        />
    );
}

function Looks({ history }: { history: History }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    return (
        <ListTable<History['reveals'][number]>
            label={text.tabLooks}
            rows={history.reveals}
            rowKey={(row) => `${row.at_us} ${row.login} ${row.field}`}
            empty={text.noLooks}
            columns={[
                textColumn('at', common.at, (row) => moment(row.at_us)),
                textColumn('by', common.by, (row) => `${row.full_name} (${row.login})`),
                textColumn('field', text.field, (row) => row.field),
                textColumn('purpose', text.purpose, (row) => row.purpose),
            ]}
        />
    );
}

function Trail({ person }: { person: Person }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    return (
        <ListTable<Person['trail'][number]>
            label={text.tabTrail}
            rows={[...person.trail].reverse()}
            rowKey={(row) => `${row.obligation_id} ${row.attempt_no} ${row.event} ${row.result_file} ${row.row_no}`}
            columns={[
                textColumn('period', common.period, (row) => period(row.period), 90),
                textColumn('order', text.order, (row) => row.end_to_end_id),
                textColumn('file', text.file, (row) => row.sent_file && `${row.sent_file}, ${say(text.row, { row: row.line_no ?? '' })}`),
                { key: 'state', title: common.state, render: (row) => <StateTag state={row.state} /> },
                textColumn('answer', text.answer, (row) => row.result_file && `${row.result_file}, ${say(text.row, { row: row.row_no ?? '' })}`),
                textColumn('entry', text.entry, (row) => (row.txn_id ? String(row.txn_id) : '')),
            ]}
        />
    );
}

export function Profile({ personId }: { personId: number }) {
    const text = useText(BENEFICIARIES);
    const path = { person_id: personId };
    const person = useGet('/api/v1/beneficiaries/{person_id}', { path });
    const history = useGet('/api/v1/beneficiaries/{person_id}/history', { path });
    const { may } = useSession();
    if (person.error || history.error) {
        return <ErrorNotice error={person.error ?? history.error} onRetry={() => void person.refetch()} />;
    }
    if (!person.data || !history.data) {
        return <Skeleton active />;
    }
    const name = person.data.person[0]?.full_name ?? text.title;
    return (
        <Page title={name} actions={may('register_write') && <Movements person={person.data} personId={personId} />}>
            <Head person={person.data} personId={personId} />
            <Card>
                <Tabs
                    items={[
                        { key: 'payments', label: text.tabPayments, children: <Payments person={person.data} /> },
                        { key: 'rights', label: text.tabRights, children: <Rights person={person.data} /> },
                        { key: 'accounts', label: text.tabAccounts, children: <Accounts person={person.data} /> },
                        { key: 'timeline', label: text.tabTimeline, children: <TimelineTab history={history.data} /> },
                        { key: 'trail', label: text.tabTrail, children: <Trail person={person.data} /> },
                        { key: 'looks', label: text.tabLooks, children: <Looks history={history.data} /> },
                    ]}
                />
            </Card>
        </Page>
    );
}
