/** What the overview shows, counted from what the server gives. */
import type { Reply } from '../../api/client';

export type FunnelRow = Reply<'/api/v1/overview/funnel'>['funnel'][number];
export type MonthMoney = Reply<'/api/v1/overview/months'>['money'][number];

/** 30 % with an account by the end of 2024: the plans of the provinces (seeds); shown, never enforced. */
export const ACCOUNT_TARGET = 0.3;

export interface FunnelSum {
    beneficiaries: number;
    accounts: number;
    wallets: number;
    cash: number;
    none: number;
    recipients: number;
}

/** The server's list ends with its sum, which has no area: it is counted here again, and left out. */
export function communes(rows: FunnelRow[]): FunnelRow[] {
    return rows.filter((row) => row.area_id > 0);
}

export function funnelSum(rows: FunnelRow[]): FunnelSum {
    const sum: FunnelSum = { beneficiaries: 0, accounts: 0, wallets: 0, cash: 0, none: 0, recipients: 0 };
    for (const row of rows) {
        sum.beneficiaries += row.beneficiary_count;
        sum.accounts += row.account_count;
        sum.wallets += row.wallet_count;
        sum.cash += row.cash_count;
        sum.none += row.none_count;
        sum.recipients += row.recipient_count;
    }
    return sum;
}

export function shareOf(row: FunnelRow): number {
    return row.beneficiary_count === 0 ? 0 : (row.account_count + row.wallet_count) / row.beneficiary_count;
}

export const CHANNEL_ORDER = ['bank', 'wallet', 'cash_point', 'cash_home'] as const;

export interface MonthsByChannel {
    periods: number[];
    byChannel: Record<string, number[]>;
}

/** One value for each month and channel, nought where nothing was paid. */
export function moneyByMonth(money: MonthMoney[]): MonthsByChannel {
    const periods = [...new Set(money.map((row) => row.period))].sort((a, b) => a - b);
    const byChannel: Record<string, number[]> = {};
    for (const channel of CHANNEL_ORDER) {
        byChannel[channel] = periods.map(() => 0);
    }
    for (const row of money) {
        const values = (byChannel[row.channel] ??= periods.map(() => 0));
        const at = periods.indexOf(row.period);
        values[at] = (values[at] ?? 0) + row.paid_dong;
    }
    return { periods, byChannel };
}

export function paidByAccountShare(months: MonthsByChannel): { paid: number; byAccount: number; period: number } | null {
    const last = months.periods.length - 1;
    const period = months.periods[last];
    if (period === undefined) {
        return null;
    }
    const of = (channel: string) => months.byChannel[channel]?.[last] ?? 0;
    const paid = Object.keys(months.byChannel).reduce((sum, channel) => sum + of(channel), 0);
    return { paid, byAccount: of('bank') + of('wallet'), period };
}
