/** A state in words; the colour only repeats what the words say. */
import { Tag } from 'antd';

import { STATES, wordOf } from '../text/common';
import { useText } from '../text/text';

const COLOURS: Record<string, string> = {
    PAID: 'green',
    ACCEPTED: 'blue',
    SENT: 'blue',
    SENDING: 'blue',
    RELEASED: 'blue',
    UNKNOWN: 'gold',
    UNCLAIMED: 'gold',
    RETURN_NOTICED: 'gold',
    RETURNED: 'orange',
    NEVER_RECEIVED: 'orange',
    REJECTED: 'red',
    CONFLICT: 'red',
};

export function StateTag({ state }: { state: string | null | undefined }) {
    const words = useText(STATES);
    return state ? <Tag color={COLOURS[state]}>{wordOf(words, state)}</Tag> : null;
}
