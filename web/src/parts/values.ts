/** The fields of a form, and what is typed into them as the server takes it. */
import type { ReactNode } from 'react';

import { day, dayParse, period, periodParse } from '../text/format';

export interface Field {
    name: string;
    label: string;
    kind: 'text' | 'password' | 'day' | 'period' | 'number' | 'select';
    options?: { value: string | number; label: string }[];
    isOptional?: boolean;
    help?: ReactNode;
    most?: number;
    least?: number;
}

export type Typed = Record<string, string | undefined>;
export type Values = Record<string, string | number | undefined>;

/** As the server takes it: a day as yyyymmdd, nothing where nothing was typed. */
export function valueOf(field: Field, typed: string | undefined): string | number | undefined {
    const text = typed?.trim() ?? '';
    if (text === '') {
        return undefined;
    }
    switch (field.kind) {
        case 'day':
            return dayParse(text) ?? undefined;
        case 'period':
            return periodParse(text) ?? undefined;
        case 'number':
            return Number(text.replace(/[.\s]/g, ''));
        case 'select':
            return typeof field.options?.[0]?.value === 'number' ? Number(text) : text;
        default:
            return text;
    }
}

/** Today, and this month, as they are typed: what most forms begin with. */
export function today(): string {
    const now = new Date();
    return day(now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate());
}

export function thisPeriod(): string {
    const now = new Date();
    return period(now.getFullYear() * 100 + now.getMonth() + 1);
}
