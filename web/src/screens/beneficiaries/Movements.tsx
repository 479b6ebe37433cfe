/** What an officer may enter about one person. Each is a decision with a day and a reason. */
import { App, Flex } from 'antd';

import { useAction, useGet } from '../../api/hooks';
import { useAreas } from '../../parts/AreaSelect';
import { FormDialog } from '../../parts/FormDialog';
import { today, type Field } from '../../parts/values';
import { useReference } from '../../parts/reference';
import { CHANNELS, COMMON } from '../../text/common';
import { useText } from '../../text/text';
import type { Person } from './Profile';
import { BENEFICIARIES } from './text';

const STOP_REASONS = ['DEATH', 'CONDITION_ENDED', 'MOVED', 'REFUSED_REVIEW', 'IMPRISONED', 'IN_FACILITY', 'DECISION', 'OTHER'];
const SUSPEND_REASONS = ['NOT_COLLECTED', 'ABSENT', 'REVIEW', 'IMPRISONED', 'DECISION', 'OTHER'];
const HOLD_REASONS = ['NAME_MISMATCH', 'DEATH_UNCONFIRMED', 'COMPLAINT', 'DUPLICATE', 'REVIEW', 'OTHER'];

function useFields() {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const { reason } = useReference();
    return {
        onDate: { name: 'on_date', label: text.onDate, kind: 'day' } as Field,
        reasons: (codes: string[]): Field => ({
            name: 'reason_code',
            label: common.reason,
            kind: 'select',
            options: codes.map((code) => ({ value: code, label: reason(code) })),
        }),
    };
}

function Ends({ person, personId, onSaved }: { person: Person; personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const path = { person_id: personId };
    const { onDate, reasons } = useFields();
    const stop = useAction('/api/v1/beneficiaries/{person_id}/stop', path);
    const suspend = useAction('/api/v1/beneficiaries/{person_id}/suspend', path);
    const resume = useAction('/api/v1/beneficiaries/{person_id}/resume', path);
    const live = person.enrolments.filter((row) => !row.to_date);
    const which: Field = {
        name: 'enrolment_id',
        label: text.which,
        kind: 'select',
        options: [{ value: 0, label: text.allRights }, ...live.map((row) => ({ value: row.enrolment_id, label: `${row.category} · ${row.decision_no}` }))],
    };
    const toBody = (values: Record<string, string | number | undefined>) => ({
        enrolment_id: Number(values.enrolment_id) || undefined,
        on_date: Number(values.on_date),
        reason_code: String(values.reason_code),
    });
    const common = { note: text.effect, initial: { on_date: today() }, toBody, onDone: onSaved, isDisabled: live.length === 0 };
    return (
        <>
            <FormDialog label={text.stop} action={stop} fields={[which, onDate, reasons(STOP_REASONS)]} isDanger {...common} />
            <FormDialog label={text.suspend} action={suspend} fields={[which, onDate, reasons(SUSPEND_REASONS)]} {...common} />
            <FormDialog label={text.resume} action={resume} fields={[which, onDate, reasons(['RESUMED', 'DECISION', 'CORRECTED'])]} {...common} />
        </>
    );
}

function Decision({ personId, onSaved }: { personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const action = useAction('/api/v1/beneficiaries/{person_id}/enrolments', { person_id: personId });
    return (
        <FormDialog
            label={text.add}
            note={text.effect}
            action={action}
            initial={{ decision_date: today() }}
            fields={[
                { name: 'category', label: text.categoryCode, kind: 'text', help: text.categoryHelp, most: 40 },
                {
                    name: 'degree',
                    label: text.degree,
                    kind: 'select',
                    options: [
                        { value: 0, label: text.degreeNone },
                        { value: 1, label: text.degreeSevere },
                        { value: 2, label: text.degreeExceptional },
                    ],
                },
                { name: 'child_count', label: text.children, kind: 'number', isOptional: true },
                { name: 'decision_no', label: text.decision, kind: 'text', most: 60 },
                { name: 'decision_date', label: text.decisionDate, kind: 'day' },
                { name: 'from_date', label: text.since, kind: 'day', isOptional: true },
            ]}
            toBody={(values) => ({
                category: String(values.category),
                degree: Number(values.degree),
                child_count: values.child_count as number | undefined,
                decision_no: String(values.decision_no),
                decision_date: Number(values.decision_date),
                from_date: values.from_date as number | undefined,
            })}
            onDone={onSaved}
        />
    );
}

function Move({ personId, onSaved }: { personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const areas = useAreas().data?.areas ?? [];
    const { onDate } = useFields();
    const action = useAction('/api/v1/beneficiaries/{person_id}/move', { person_id: personId });
    return (
        <FormDialog
            label={text.move}
            note={text.effect}
            action={action}
            isDisabled={areas.length === 0}
            initial={{ on_date: today() }}
            fields={[
                {
                    name: 'to_area_id',
                    label: common.area,
                    kind: 'select',
                    options: areas.map((area) => ({ value: area.area_id, label: `${area.name} (${area.area_code})` })),
                },
                onDate,
            ]}
            toBody={(values) => ({ to_area_id: Number(values.to_area_id), on_date: Number(values.on_date) })}
            onDone={onSaved}
        />
    );
}

function Recipient({ person, personId, onSaved }: { person: Person; personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const { onDate } = useFields();
    const live = person.mandates.filter((row) => !row.revoked_on);
    const add = useAction('/api/v1/beneficiaries/{person_id}/mandates', { person_id: personId });
    const revoke = useAction('/api/v1/beneficiaries/{person_id}/mandates/{mandate_id}/revoke', {
        person_id: personId,
        mandate_id: live[0]?.mandate_id ?? 0,
    });
    return (
        <>
            <FormDialog
                label={text.mandate}
                note={text.effect}
                action={add}
                initial={{ certified_on: today(), valid_from: today() }}
                fields={[
                    {
                        name: 'kind',
                        label: text.mandateKind,
                        kind: 'select',
                        options: [
                            { value: 1, label: text.kindAuthorised },
                            { value: 2, label: text.kindGuardian },
                            { value: 3, label: text.kindLegal },
                        ],
                    },
                    { name: 'recipient_name', label: text.recipientName, kind: 'text', most: 100 },
                    { name: 'relation', label: text.relation, kind: 'text', isOptional: true, most: 60 },
                    { name: 'recipient_id', label: text.recipientId, kind: 'text', isOptional: true, most: 12 },
                    { name: 'certifier', label: text.certifier, kind: 'text', most: 100 },
                    { name: 'certified_on', label: text.certifiedOn, kind: 'day' },
                    { name: 'valid_from', label: text.validFrom, kind: 'day' },
                    { name: 'valid_to', label: text.until, kind: 'day', isOptional: true },
                    { name: 'cap_dong', label: text.cap, kind: 'number', isOptional: true },
                ]}
                toBody={(values) => ({
                    kind: Number(values.kind),
                    recipient_name: String(values.recipient_name),
                    relation: values.relation as string | undefined,
                    recipient_id: values.recipient_id as string | undefined,
                    certifier: String(values.certifier),
                    certified_on: Number(values.certified_on),
                    valid_from: Number(values.valid_from),
                    valid_to: values.valid_to as number | undefined,
                    cap_dong: values.cap_dong as number | undefined,
                })}
                onDone={onSaved}
            />
            {live[0] && (
                <FormDialog
                    label={text.revoke}
                    title={`${text.revoke}: ${live[0].recipient_name}`}
                    note={text.effect}
                    action={revoke}
                    initial={{ on_date: today() }}
                    fields={[onDate]}
                    toBody={(values) => ({ on_date: Number(values.on_date) })}
                    onDone={onSaved}
                    isDanger
                />
            )}
        </>
    );
}

function Account({ person, personId, onSaved }: { person: Person; personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const common = useText(COMMON);
    const channels = useText(CHANNELS);
    const providers = useGet('/api/v1/providers', {}, { staleTime: Infinity }).data?.providers ?? [];
    const action = useAction('/api/v1/beneficiaries/{person_id}/account', { person_id: personId });
    const mandates = person.mandates.filter((row) => !row.revoked_on);
    return (
        <FormDialog
            label={text.account}
            note={text.effect}
            action={action}
            isDisabled={providers.length === 0}
            initial={{ holder_name: person.person[0]?.full_name }}
            fields={[
                {
                    name: 'channel',
                    label: common.channel,
                    kind: 'select',
                    options: [
                        { value: 1, label: channels.bank },
                        { value: 2, label: channels.wallet },
                        { value: 3, label: channels.cash_point },
                        { value: 4, label: channels.cash_home },
                    ],
                },
                {
                    name: 'provider_code',
                    label: common.provider,
                    kind: 'select',
                    options: providers.map((row) => ({ value: row.provider_code, label: row.name })),
                },
                { name: 'number', label: text.number, kind: 'text', isOptional: true, most: 34 },
                { name: 'holder_name', label: text.holder, kind: 'text', most: 100 },
                {
                    name: 'mandate_id',
                    label: text.recipient,
                    kind: 'select',
                    isOptional: true,
                    options: mandates.map((row) => ({ value: row.mandate_id, label: row.recipient_name })),
                },
            ]}
            toBody={(values) => ({
                channel: Number(values.channel),
                provider_code: String(values.provider_code),
                number: values.number as string | undefined,
                holder_name: String(values.holder_name),
                mandate_id: values.mandate_id === undefined ? undefined : Number(values.mandate_id),
            })}
            onDone={onSaved}
        />
    );
}

function Holds({ personId, onSaved }: { personId: number; onSaved: () => void }) {
    const text = useText(BENEFICIARIES);
    const { reasons } = useFields();
    const hold = useAction('/api/v1/beneficiaries/{person_id}/holds', { person_id: personId });
    const lift = useAction('/api/v1/beneficiaries/{person_id}/holds/lift', { person_id: personId });
    const toBody = (values: Record<string, string | number | undefined>) => ({ reason_code: String(values.reason_code) });
    return (
        <>
            <FormDialog label={text.hold} action={hold} fields={[reasons(HOLD_REASONS)]} toBody={toBody} onDone={onSaved} />
            <FormDialog label={text.liftHold} action={lift} fields={[reasons(HOLD_REASONS)]} toBody={toBody} onDone={onSaved} />
        </>
    );
}

export function Movements({ person, personId }: { person: Person; personId: number }) {
    const text = useText(BENEFICIARIES);
    const { message } = App.useApp();
    const onSaved = () => void message.success(text.saved);
    const props = { person, personId, onSaved };
    return (
        <Flex gap={8} wrap role="group" aria-label={text.act}>
            <Decision {...props} />
            <Ends {...props} />
            <Move {...props} />
            <Recipient {...props} />
            <Account {...props} />
            <Holds {...props} />
        </Flex>
    );
}
