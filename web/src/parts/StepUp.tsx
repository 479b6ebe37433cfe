/** Asks for the password again, in front of whatever is open. */
import { Form, Input, Modal, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';

import { ApiError, post } from '../api/client';
import { stepUpUse } from '../api/hooks';
import { COMMON } from '../text/common';
import { useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';

export function StepUp() {
    const text = useText(COMMON);
    const [form] = Form.useForm<{ password: string }>();
    const [isOpen, setIsOpen] = useState(false);
    const [isRunning, setIsRunning] = useState(false);
    const [error, setError] = useState<ApiError | null>(null);
    const answer = useRef<(right: boolean) => void>(() => undefined);

    useEffect(() => {
        stepUpUse(
            () =>
                new Promise((resolve) => {
                    answer.current = resolve;
                    setError(null);
                    setIsOpen(true);
                }),
        );
    }, []);

    const close = (right: boolean) => {
        setIsOpen(false);
        form.resetFields();
        answer.current(right);
    };
    const prove = async ({ password }: { password: string }) => {
        setIsRunning(true);
        try {
            await post('/api/v1/session/step-up', { body: { password } });
            close(true);
        } catch (caught) {
            setError(caught instanceof ApiError ? caught : null);
        } finally {
            setIsRunning(false);
        }
    };
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
