import { expect, test } from 'vitest';

import { encodings } from '../screens/intake/encodings';
import { pairs } from '../screens/audit/pairs';
import { valueOf } from './values';

test('what is typed becomes what the server takes', () => {
    expect(valueOf({ name: 'd', label: '', kind: 'day' }, '15/03/2026')).toBe(20260315);
    expect(valueOf({ name: 'p', label: '', kind: 'period' }, '06/2026')).toBe(202606);
    expect(valueOf({ name: 'n', label: '', kind: 'number' }, '1.250.000')).toBe(1250000);
    expect(valueOf({ name: 's', label: '', kind: 'select', options: [{ value: 1, label: 'a' }] }, '1')).toBe(1);
    expect(valueOf({ name: 's', label: '', kind: 'select', options: [{ value: 'x', label: 'a' }] }, 'x')).toBe('x');
    expect(valueOf({ name: 't', label: '', kind: 'text' }, '  ')).toBeUndefined();
    expect(valueOf({ name: 't', label: '', kind: 'text' }, ' Lò Thị ')).toBe('Lò Thị');
});

test('JSON of the server as people read it', () => {
    expect(pairs('{"user_id":5,"second_factor":0}')).toBe('user_id 5, second_factor 0');
    expect(pairs('not json')).toBe('not json');
    expect(encodings('{"3":"TCVN3"}')).toBe('3: TCVN3');
    expect(encodings(null)).toBe('');
});
