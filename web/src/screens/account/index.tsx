/** One's own account: who one is here, password, second factor. */
import { Alert, Button, Card, Flex, Form, Input } from 'antd';
import { useState } from 'react';

import { useAction } from '../../api/hooks';
import { useSession, useSignedIn } from '../../api/session';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { Facts } from '../../parts/Facts';
import { Page } from '../../parts/Page';
import { COMMON, ROLES, wordOf } from '../../text/common';
import { moment } from '../../text/format';
import { useText } from '../../text/text';
import { ACCOUNT_TEXT } from './text';

const PASSWORD_LEAST = 10;

function PasswordChange() {
    const text = useText(ACCOUNT_TEXT);
    const common = useText(COMMON);
    const change = useAction('/api/v1/session/password');
    const { end } = useSession();
    const [isDone, setIsDone] = useState(false);
    const needed = { required: true, message: common.required };
    const submit = async ({ password, new_password }: { password: string; new_password: string }) => {
        if (await change.run({ password, new_password })) {
            setIsDone(true);
            setTimeout(() => void end(), 2500);
        }
    };
    return (
        <Card title={text.change}>
            <Form layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
                <Form.Item name="password" label={text.old} rules={[needed]}>
                    <Input.Password visibilityToggle={false} autoComplete="current-password" />
                </Form.Item>
                <Form.Item
                    name="new_password"
                    label={text.next}
                    rules={[needed, { min: PASSWORD_LEAST, message: text.short }]}
                >
                    <Input.Password visibilityToggle={false} autoComplete="new-password" />
                </Form.Item>
                <Form.Item
                    name="again"
                    label={text.again}
                    dependencies={['new_password']}
                    rules={[
                        needed,
                        ({ getFieldValue }) => ({
                            validator: (_, value) =>
                                value === getFieldValue('new_password')
                                    ? Promise.resolve()
                                    : Promise.reject(new Error(text.differs)),
                        }),
                    ]}
                >
                    <Input.Password visibilityToggle={false} autoComplete="new-password" />
                </Form.Item>
                <Flex vertical gap={12} align="start">
                    <ErrorNotice error={change.error} />
                    {isDone && <Alert type="success" showIcon title={text.changed} />}
                    <Button type="primary" htmlType="submit" loading={change.isRunning}>
                        {text.change}
                    </Button>
                </Flex>
            </Form>
        </Card>
    );
}

function SecondFactor() {
    const text = useText(ACCOUNT_TEXT);
    const common = useText(COMMON);
    const session = useSignedIn();
    const begin = useAction('/api/v1/session/totp');
    const confirm = useAction('/api/v1/session/totp/confirm');
    const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
    const [isOn, setIsOn] = useState(session.has_totp);
    const start = async () => setSecret((await begin.run(undefined)) ?? null);
    const prove = async ({ code }: { code: string }) => {
        const reply = await confirm.run({ code });
        if (reply) {
            setIsOn(reply.has_totp);
            setSecret(null);
        }
    };
    return (
        <Card title={text.totp}>
            <Flex vertical gap={12} align="start">
                <span>{isOn ? text.totpOn : text.totpOff}</span>
                <ErrorNotice error={begin.error ?? confirm.error} />
                {!isOn && !secret && (
                    <Button onClick={() => void start()} loading={begin.isRunning}>
                        {text.begin}
                    </Button>
                )}
                {secret && (
                    <Form layout="vertical" requiredMark={false} onFinish={(values) => void prove(values)}>
                        <p>
                            {text.secret}: <code className="digest">{secret.secret}</code>
                        </p>
                        <Form.Item name="code" label={text.code} rules={[{ required: true, len: 6, message: common.required }]}>
                            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
                        </Form.Item>
                        <Button type="primary" htmlType="submit" loading={confirm.isRunning}>
                            {common.confirm}
                        </Button>
                    </Form>
                )}
            </Flex>
        </Card>
    );
}

export default function Account() {
    const text = useText(ACCOUNT_TEXT);
    const common = useText(COMMON);
    const roles = useText(ROLES);
    const session = useSignedIn();
    return (
        <Page title={text.title}>
            <Card>
                <Facts
                    facts={[
                        [common.name, session.full_name],
                        [text.login, session.login],
                        [
                            text.roles,
                            session.roles
                                .map((role) => `${wordOf(roles, role.role)}${role.area_name ? ` · ${role.area_name}` : ''}`)
                                .join('; '),
                        ],
                        [text.begun, moment(session.begun_us)],
                    ]}
                />
            </Card>
            <Flex gap={16} wrap align="start">
                <PasswordChange />
                <SecondFactor />
            </Flex>
        </Page>
    );
}
