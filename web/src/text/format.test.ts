import { expect, test } from 'vitest';

import { day, dayParse, dong, dongShort, percent, period, periodParse } from './format';

test('days as they are known', () => {
    expect(day(20260315)).toBe('15/03/2026');
    expect(day(19550300)).toBe('03/1955');
    expect(day(19550000)).toBe('1955');
    expect(day(null)).toBe('');
});

test('days as they are typed', () => {
    expect(dayParse('15/03/2026')).toBe(20260315);
    expect(dayParse(' 5-3-2026 ')).toBe(20260305);
    expect(dayParse('2026-03-15')).toBe(20260315);
    expect(dayParse('15032026')).toBe(20260315);
    expect(dayParse('29/02/2024')).toBe(20240229);
    for (const wrong of ['29/02/2026', '31/04/2026', '00/01/2026', '15/13/2026', '15/3/26', 'hôm qua', '']) {
        expect(dayParse(wrong)).toBeNull();
    }
});

test('months', () => {
    expect(period(202606)).toBe('06/2026');
    expect(periodParse('6/2026')).toBe(202606);
    expect(periodParse('2026-06')).toBe(202606);
    for (const wrong of ['13/2026', '0/2026', '06/26', '2026']) {
        expect(periodParse(wrong)).toBeNull();
    }
});

test('money is exact in full, short only where there is little room', () => {
    expect(dong(2618000000, 'vi')).toBe('2.618.000.000 đ');
    expect(dong(2618000000, 'en')).toBe('2,618,000,000 đ');
    expect(dongShort(2618000000, 'vi')).toBe('2,6 tỷ đ');
    expect(dongShort(-9750000, 'en')).toBe('-9.8 m đ');
    expect(dongShort(500, 'vi')).toBe('500 đ');
    expect(percent(1308, 5824, 'vi')).toBe('22,5 %');
    expect(percent(1, 0, 'vi')).toBe('–');
});
