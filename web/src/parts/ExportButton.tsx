/** A whole list as a file. Who took it and what for goes into the log and into the file. */
import { Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';

import { download } from '../api/client';
import { useRun } from '../api/hooks';
import { COMMON } from '../text/common';
import { useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';

/** What POST /api/v1/exports takes besides purpose and format. */
export type ExportOf = Record<string, string | number | undefined> & { list: string };

export function ExportButton({ of }: { of: ExportOf }) {
    const text = useText(COMMON);
    const [form] = Form.useForm<{ purpose: string; format: string }>();
    const [isOpen, setIsOpen] = useState(false);
    const { run, isRunning, error } = useRun();
    const take = (values: { purpose: string; format: string }) =>
        run(async () => {
            await download('POST', '/api/v1/exports', { body: { ...of, ...values } });
            setIsOpen(false);
        });
    return (
        <>
            <Button onClick={() => setIsOpen(true)}>{text.exportTo}</Button>
            <Modal
                title={text.exportTo}
                open={isOpen}
                okText={text.download}
                cancelText={text.cancel}
                confirmLoading={isRunning}
                onOk={form.submit}
                onCancel={() => setIsOpen(false)}
                destroyOnHidden
            >
                <Form
                    form={form}
                    layout="vertical"
                    requiredMark={false}
                    initialValues={{ format: 'xlsx' }}
                    onFinish={(values) => void take(values)}
                >
                    <Form.Item
                        name="purpose"
                        label={text.exportPurpose}
                        rules={[{ required: true, min: 5, message: text.required }]}
                    >
                        <Input maxLength={200} autoFocus />
                    </Form.Item>
                    <Form.Item name="format" label={text.format}>
                        <select>
                            <option value="xlsx">XLSX</option>
                            <option value="csv">CSV</option>
                        </select>
                    </Form.Item>
                </Form>
                <Typography.Paragraph type="secondary">{text.exportPurposeHelp}</Typography.Paragraph>
                <ErrorNotice error={error} />
            </Modal>
        </>
    );
}
