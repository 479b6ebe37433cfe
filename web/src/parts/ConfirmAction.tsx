/** A button that first says, in numbers, what will happen; then does it once. */
import { Button, Flex, Modal } from 'antd';
import { useState, type ReactNode } from 'react';

import type { ApiError } from '../api/client';
import { COMMON } from '../text/common';
import { useText } from '../text/text';
import { ErrorNotice } from './ErrorNotice';

interface ConfirmActionProps {
    label: string;
    title: string;
    /** What will happen: how many people, how much money. */
    children: ReactNode;
    confirmLabel?: string;
    onConfirm: () => Promise<unknown>;
    isRunning: boolean;
    error: ApiError | null;
    onOpen?: () => void;
    isPrimary?: boolean;
    isDanger?: boolean;
    isDisabled?: boolean;
    isReady?: boolean;
}

export function ConfirmAction(props: ConfirmActionProps) {
    const text = useText(COMMON);
    const [isOpen, setIsOpen] = useState(false);
    const confirm = async () => {
        if ((await props.onConfirm()) !== undefined) {
            setIsOpen(false);
        }
    };
    return (
        <>
            <Button
                type={props.isPrimary ? 'primary' : 'default'}
                danger={props.isDanger}
                disabled={props.isDisabled}
                onClick={() => {
                    props.onOpen?.();
                    setIsOpen(true);
                }}
            >
                {props.label}
            </Button>
            <Modal
                title={props.title}
                open={isOpen}
                okText={props.confirmLabel ?? props.label}
                okButtonProps={{ danger: props.isDanger, disabled: props.isReady === false }}
                cancelText={text.cancel}
                confirmLoading={props.isRunning}
                onOk={() => void confirm()}
                onCancel={() => setIsOpen(false)}
                destroyOnHidden
            >
                <Flex vertical gap={12}>
                    {props.children}
                    <ErrorNotice error={props.error} />
                </Flex>
            </Modal>
        </>
    );
}
