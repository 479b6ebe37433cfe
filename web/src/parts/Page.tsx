/** The frame of a screen: its heading, what can be done, and the content. */
import { Flex, Typography } from 'antd';
import { useEffect, type ReactNode } from 'react';

import { COMMON } from '../text/common';
import { useText } from '../text/text';

export function Page({
    title,
    note,
    actions,
    children,
}: {
    title: string;
    note?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
}) {
    const text = useText(COMMON);
    useEffect(() => {
        document.title = `${title} · ${text.app}`;
    }, [title, text.app]);
    return (
        <Flex vertical gap={16}>
            <Flex justify="space-between" align="end" wrap gap={12}>
                <div>
                    <Typography.Title level={1} style={{ fontSize: 24, margin: 0 }}>
                        {title}
                    </Typography.Title>
                    {note && <Typography.Text type="secondary">{note}</Typography.Text>}
                </div>
                {actions && (
                    <Flex gap={8} wrap>
                        {actions}
                    </Flex>
                )}
            </Flex>
            {children}
        </Flex>
    );
}
