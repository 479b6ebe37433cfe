import { expect, test } from 'vitest';

import { communes, funnelSum, moneyByMonth, paidByAccountShare, shareOf, type FunnelRow } from './figures';

const row = (area_id: number, beneficiary_count: number, account_count: number, wallet_count: number): FunnelRow => ({
    area_id,
    area_code: String(area_id),
    area_name: `Xã ${area_id}`,
    beneficiary_count,
    account_count,
    wallet_count,
    recipient_count: 0,
    cash_count: beneficiary_count - account_count - wallet_count,
    none_count: 0,
});

test('the sum row of the server is not counted twice', () => {
    const rows = [row(1, 10, 2, 1), row(2, 20, 4, 0), row(0, 30, 6, 1)];
    const sum = funnelSum(communes(rows));
    expect(sum).toMatchObject({ beneficiaries: 30, accounts: 6, wallets: 1, cash: 23 });
    expect(shareOf(row(3, 0, 0, 0))).toBe(0);
    expect(shareOf(row(1, 10, 2, 1))).toBeCloseTo(0.3);
});

test('each month has a value for each channel', () => {
    const of = (period: number, channel: string, paid_dong: number) => ({ period, channel, paid_dong, in_transit_dong: 0, returned_dong: 0, unclaimed_dong: 0 });
    const months = moneyByMonth([of(202602, 'bank', 5), of(202601, 'cash_home', 7), of(202602, 'cash_home', 1), of(202602, 'bank', 2)]);
    expect(months.periods).toEqual([202601, 202602]);
    expect(months.byChannel.bank).toEqual([0, 7]);
    expect(months.byChannel.cash_home).toEqual([7, 1]);
    expect(paidByAccountShare(months)).toEqual({ paid: 8, byAccount: 7, period: 202602 });
    expect(paidByAccountShare(moneyByMonth([]))).toBeNull();
});
