/** A row of figures, each with what it is and where it leads. */
import { Card, Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

export interface Tile {
    key: string;
    title: string;
    value: ReactNode;
    note?: ReactNode;
    to?: string;
    isBad?: boolean;
}

export function Tiles({ tiles }: { tiles: Tile[] }) {
    return (
        <Flex gap={12} wrap>
            {tiles.map((tile) => (
                <Card key={tile.key} size="small" className={tile.isBad ? 'tile tile-bad' : 'tile'}>
                    <Typography.Text type="secondary">{tile.title}</Typography.Text>
                    <div className="tile-value">{tile.value}</div>
                    {tile.note && <div className="tile-note">{tile.to ? <Link href={tile.to}>{tile.note}</Link> : tile.note}</div>}
                </Card>
            ))}
        </Flex>
    );
}
