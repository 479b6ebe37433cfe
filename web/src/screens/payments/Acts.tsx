/** The steps of a month, each for whoever has the right and only when its time has come. */
import { App, Flex } from 'antd';

import { useAction, useWhole } from '../../api/hooks';
import { useSession } from '../../api/session';
import { ConfirmAction } from '../../parts/ConfirmAction';
import { Facts } from '../../parts/Facts';
import { FormDialog } from '../../parts/FormDialog';
import { count, dong, period } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import type { PayrollHead } from './Payroll';
import { PAYMENTS } from './text';

function useSay() {
    const { message } = App.useApp();
    return (words: string) => void message.success(words, 6);
}

function Approve({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const told = useSay();
    const action = useAction('/api/v1/payrolls/{payroll_id}/approve', { payroll_id: head.payroll_id });
    return (
        <ConfirmAction
            label={text.approve}
            title={say(text.approveTitle, { period: period(head.period) })}
            isPrimary
            isRunning={action.isRunning}
            error={action.error}
            onOpen={action.clear}
            onConfirm={async () => {
                const reply = await action.run({ digest: head.digest });
                if (reply) {
                    told(text.approved);
                }
                return reply;
            }}
        >
            <p>
                {say(text.approveWhat, {
                    count: count(head.obligated_count, language),
                    dong: dong(head.total_dong, language),
                    maker: head.made_by ?? '',
                })}
            </p>
            <Facts
                facts={[
                    [text.difference, dong(head.total_dong - head.previous_dong, language)],
                    [text.held, count(head.held_count, language)],
                    [text.digest, <span key="digest" className="digest">{head.digest}</span>],
                ]}
            />
        </ConfirmAction>
    );
}

function Fund({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const told = useSay();
    const allot = useAction('/api/v1/allotments');
    const prefund = useAction('/api/v1/payrolls/{payroll_id}/prefund', { payroll_id: head.payroll_id });
    return (
        <>
            {head.state === 'sealed' && (
                <FormDialog
                    label={text.allot}
                    note={say(text.allotNote, { dong: dong(head.total_dong, language) })}
                    action={allot}
                    fields={[{ name: 'decision_no', label: text.decisionNo, kind: 'text', most: 60 }]}
                    toBody={(values) => ({
                        period: head.period,
                        payroll_id: head.payroll_id,
                        decision_no: String(values.decision_no),
                    })}
                    onDone={() => told(text.allotted)}
                />
            )}
            {head.state === 'approved' && (
                <ConfirmAction
                    label={text.prefund}
                    title={text.prefund}
                    isRunning={prefund.isRunning}
                    error={prefund.error}
                    onOpen={prefund.clear}
                    onConfirm={async () => {
                        const reply = await prefund.run(undefined);
                        if (reply) {
                            told(text.prefunded);
                        }
                        return reply;
                    }}
                >
                    <p>{text.prefundWhat}</p>
                    <Facts facts={[[text.totalDong, dong(head.total_dong, language)]]} />
                </ConfirmAction>
            )}
        </>
    );
}

function Release({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const told = useSay();
    const action = useAction('/api/v1/payrolls/{payroll_id}/release', { payroll_id: head.payroll_id });
    return (
        <ConfirmAction
            label={text.release}
            title={say(text.releaseTitle, { period: period(head.period) })}
            isPrimary
            isRunning={action.isRunning}
            error={action.error}
            onOpen={action.clear}
            onConfirm={async () => {
                const reply = await action.run(undefined);
                if (reply) {
                    told(
                        say(text.released, {
                            batches: count(reply.batch_count, language),
                            attempts: count(reply.attempt_count, language),
                        }),
                    );
                }
                return reply;
            }}
        >
            <p>
                {say(text.releaseWhat, {
                    count: count(head.obligated_count, language),
                    dong: dong(head.total_dong, language),
                })}
            </p>
        </ConfirmAction>
    );
}

function Sending({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const told = useSay();
    const path = { payroll_id: head.payroll_id };
    const whole = useWhole('/api/v1/payrolls/{payroll_id}/batches', { path });
    const batches = whole.data?.flatMap((page) => page.batches) ?? [];
    const seal = useAction('/api/v1/payrolls/{payroll_id}/seal', path);
    const send = useAction('/api/v1/payrolls/{payroll_id}/send', path);
    const unsealed = batches.filter((batch) => !batch.sha256);
    const toSend = batches.filter((batch) => batch.sha256 && batch.state === 'RELEASED');
    const sum = (of: typeof batches, value: (batch: (typeof batches)[number]) => number) =>
        of.reduce((before, batch) => before + value(batch), 0);
    return (
        <>
            {unsealed.length > 0 && (
                <ConfirmAction
                    label={text.seal}
                    title={text.seal}
                    isPrimary
                    isRunning={seal.isRunning}
                    error={seal.error}
                    onOpen={seal.clear}
                    onConfirm={async () => {
                        const reply = await seal.run(undefined);
                        if (reply) {
                            told(say(text.sealed, { count: count(reply.file_count, language) }));
                        }
                        return reply;
                    }}
                >
                    <p>
                        {say(text.sendWhat, {
                            files: count(unsealed.length, language),
                            lines: count(sum(unsealed, (batch) => batch.line_count), language),
                            dong: dong(sum(unsealed, (batch) => batch.total_dong), language),
                        })}
                    </p>
                </ConfirmAction>
            )}
            {toSend.length > 0 && (
                <ConfirmAction
                    label={text.send}
                    title={text.send}
                    isPrimary
                    isRunning={send.isRunning}
                    error={send.error}
                    onOpen={send.clear}
                    onConfirm={async () => {
                        const reply = await send.run(undefined);
                        if (reply) {
                            told(say(text.sent, { count: count(reply.sent_count, language) }));
                        }
                        return reply;
                    }}
                >
                    <p>
                        {say(text.sendWhat, {
                            files: count(toSend.length, language),
                            lines: count(sum(toSend, (batch) => batch.line_count), language),
                            dong: dong(sum(toSend, (batch) => batch.total_dong), language),
                        })}
                    </p>
                </ConfirmAction>
            )}
        </>
    );
}

export function Acts({ head }: { head: PayrollHead }) {
    const text = useText(PAYMENTS);
    const { may } = useSession();
    return (
        <Flex gap={8} wrap role="group" aria-label={text.step} className="no-print">
            {may('ledger_post') && <Fund head={head} />}
            {may('payroll_approve') && head.state === 'sealed' && <Approve head={head} />}
            {may('payment_release') && head.state === 'approved' && <Release head={head} />}
            {may('payment_release') && head.state === 'released' && <Sending head={head} />}
        </Flex>
    );
}
