/** Asks for the password again, in front of whatever is open. */
import { Form, Input, Modal, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';

import { post } from '../api/client';
import { stepUpUse, useRun } from '../api/hooks';
import { COMMON } from '../text/common';
import { useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';

export function StepUp() {
    const text = useText(COMMON);
    const [form] = Form.useForm<{ password: string }>();
    const [isOpen, setIsOpen] = useState(false);
    const { run, isRunning, error, clear } = useRun();
    const answer = useRef<(right: boolean) => void>(() => undefined);

    useEffect(() => {
        stepUpUse(
            () =>
                new Promise((resolve) => {
                    answer.current = resolve;
                    clear();
                    setIsOpen(true);
                }),
        );
    }, [clear]);

    const close = (right: boolean) => {
        setIsOpen(false);
        form.resetFields();
        answer.current(right);
    };
    const prove = ({ password }: { password: string }) =>
        run(async () => {
            await post('/api/v1/session/step-up', { body: { password } });
            close(true);
        });
    return (
        <Modal
            title={text.stepUpTitle}
            open={isOpen}
            okText={text.confirm}
            cancelText={text.cancel}
            confirmLoading={isRunning}
            onOk={form.submit}
            onCancel={() => close(false)}
            zIndex={1100}
            destroyOnHidden
        >
            <Typography.Paragraph>{text.stepUpWhy}</Typography.Paragraph>
            <Form form={form} layout="vertical" onFinish={(values) => void prove(values)} requiredMark={false}>
                <Form.Item name="password" label={text.password} rules={[{ required: true, message: text.required }]}>
                    <Input.Password visibilityToggle={false} autoComplete="current-password" autoFocus />
                </Form.Item>
            </Form>
            <ErrorNotice error={error} />
        </Modal>
    );
}
