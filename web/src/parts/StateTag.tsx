/** A state of an order or a file, in words. */
import { STATES, wordOf } from '../text/common';
import { useText } from '../text/text';
import { Mark, type MarkKind } from './Mark';

const KINDS: Record<string, MarkKind> = {
    PAID: 'good',
    ACCEPTED: 'busy',
    SENT: 'busy',
    SENDING: 'busy',
    RELEASED: 'busy',
    UNKNOWN: 'wait',
    UNCLAIMED: 'wait',
    RETURN_NOTICED: 'wait',
    RETURNED: 'wait',
    NEVER_RECEIVED: 'wait',
    REJECTED: 'bad',
    CONFLICT: 'bad',
};

export function StateTag({ state }: { state: string | null | undefined }) {
    const words = useText(STATES);
    return state ? <Mark kind={KINDS[state]}>{wordOf(words, state)}</Mark> : null;
}
