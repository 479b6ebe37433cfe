/**
 * A button that opens a form, checks what is typed, and does one thing. What the server refuses is
 * shown at its field and nothing that was typed is lost.
 */
import { Button, Flex, Form, Input, Modal, Typography } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';

import type { Action } from '../api/hooks';
import { COMMON } from '../text/common';
import { dayParse, periodParse } from '../text/format';
import { useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';
import { valueOf, type Field, type Typed, type Values } from './values';

function FieldInput({ field, ...rest }: { field: Field; id?: string; value?: string; onChange?: unknown }) {
    const inherited = rest as Record<string, never>;
    switch (field.kind) {
        case 'select':
            return (
                <select {...inherited}>
                    {field.isOptional && <option value="">–</option>}
                    {field.options?.map((option) => (
                        <option key={option.value} value={option.value}>
                            {option.label}
                        </option>
                    ))}
                </select>
            );
        case 'password':
            return <Input.Password visibilityToggle={false} autoComplete="new-password" {...inherited} />;
        case 'day':
            return <Input inputMode="numeric" placeholder="dd/mm/yyyy" style={{ width: 160 }} {...inherited} />;
        case 'period':
            return <Input inputMode="numeric" placeholder="mm/yyyy" style={{ width: 120 }} {...inherited} />;
        case 'number':
            return <Input inputMode="numeric" style={{ width: 200 }} {...inherited} />;
        default:
            return <Input maxLength={field.most ?? 200} {...inherited} />;
    }
}

function rulesOf(field: Field, words: { required: string; badDay: string; badPeriod: string }) {
    return [
        { required: !field.isOptional, message: words.required },
        {
            validator: (_: unknown, typed: string | undefined) => {
                const text = typed?.trim() ?? '';
                if (text !== '' && field.kind === 'day' && dayParse(text) === null) {
                    return Promise.reject(new Error(words.badDay));
                }
                if (text !== '' && field.kind === 'period' && periodParse(text) === null) {
                    return Promise.reject(new Error(words.badPeriod));
                }
                if (text !== '' && field.least && text.length < field.least) {
                    return Promise.reject(new Error(words.required));
                }
                return Promise.resolve();
            },
        },
    ];
}

interface FormDialogProps<B, R> {
    label: string;
    title?: string;
    note?: ReactNode;
    fields: Field[];
    initial?: Typed;
    action: Action<B, R>;
    toBody: (values: Values) => B;
    onDone?: (reply: R) => void;
    isPrimary?: boolean;
    isDanger?: boolean;
    isDisabled?: boolean;
}

export function FormDialog<B, R>(props: FormDialogProps<B, R>) {
    const text = useText(COMMON);
    const [form] = Form.useForm<Typed>();
    const [isOpen, setIsOpen] = useState(false);
    const { action, fields } = props;
    const wrong = action.error?.problem.field;
    useEffect(() => {
        if (isOpen && wrong && action.error && fields.some((field) => field.name === wrong)) {
            form.setFields([{ name: wrong, errors: [action.error.problem.title] }]);
        }
    }, [isOpen, wrong, action.error, fields, form]);
    const submit = async (typed: Typed) => {
        const values = Object.fromEntries(fields.map((field) => [field.name, valueOf(field, typed[field.name])]));
        const reply = await action.run(props.toBody(values));
        if (reply !== undefined) {
            setIsOpen(false);
            props.onDone?.(reply);
        }
    };
    return (
        <>
            <Button
                type={props.isPrimary ? 'primary' : 'default'}
                danger={props.isDanger}
                disabled={props.isDisabled}
                onClick={() => {
                    action.clear();
                    setIsOpen(true);
                }}
            >
                {props.label}
            </Button>
            <Modal
                title={props.title ?? props.label}
                open={isOpen}
                okText={text.save}
                cancelText={text.cancel}
                okButtonProps={{ danger: props.isDanger }}
                confirmLoading={action.isRunning}
                onOk={form.submit}
                onCancel={() => setIsOpen(false)}
                destroyOnHidden
            >
                {props.note && <Typography.Paragraph>{props.note}</Typography.Paragraph>}
                <Form
                    form={form}
                    layout="vertical"
                    requiredMark={false}
                    preserve={false}
                    initialValues={{ ...firstOptions(fields), ...props.initial }}
                    onFinish={(typed) => void submit(typed)}
                >
                    {fields.map((field) => (
                        <Form.Item
                            key={field.name}
                            name={field.name}
                            label={field.label}
                            extra={field.help}
                            rules={rulesOf(field, text)}
                        >
                            <FieldInput field={field} />
                        </Form.Item>
                    ))}
                </Form>
                <Flex vertical>
                    <ErrorNotice error={action.error} />
                </Flex>
            </Modal>
        </>
    );
}

function firstOptions(fields: Field[]): Typed {
    const first: Typed = {};
    for (const field of fields) {
        if (field.kind === 'select' && !field.isOptional && field.options?.[0]) {
            first[field.name] = String(field.options[0].value);
        }
    }
    return first;
}
