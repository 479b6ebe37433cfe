/** Numbers, money, days and months as people here write them. */
import type { Language } from './text';

const NUMBERS: Record<Language, Intl.NumberFormat> = {
    vi: new Intl.NumberFormat('vi-VN'),
    en: new Intl.NumberFormat('en-GB'),
};

export function count(value: number, language: Language): string {
    return NUMBERS[language].format(value);
}

export function dong(value: number, language: Language): string {
    return `${NUMBERS[language].format(value)} đ`;
}

const SCALES = {
    vi: [[1e9, 'tỷ'], [1e6, 'triệu']],
    en: [[1e9, 'bn'], [1e6, 'm']],
} as const;

/** For charts and tiles: 2,6 tỷ đ. Never where a sum must be read to the đồng. */
export function dongShort(value: number, language: Language): string {
    for (const [scale, name] of SCALES[language]) {
        if (Math.abs(value) >= scale) {
            const number = (value / scale).toFixed(Math.abs(value) >= 100 * scale ? 0 : 1);
            return `${language === 'vi' ? number.replace('.', ',') : number} ${name} đ`;
        }
    }
    return dong(value, language);
}

/** 202606: 06/2026. */
export function period(value: number): string {
    return `${String(value % 100).padStart(2, '0')}/${Math.floor(value / 100)}`;
}

/** 20260315: 15/03/2026; 20260300: 03/2026; 20260000: 2026. */
export function day(value: number | null | undefined): string {
    if (!value) {
        return '';
    }
    const year = Math.floor(value / 10000);
    const month = Math.floor(value / 100) % 100;
    const of = value % 100;
    if (month === 0) {
        return String(year);
    }
    return of === 0 ? period(Math.floor(value / 100)) : `${String(of).padStart(2, '0')}/${period(Math.floor(value / 100))}`;
}

/** Microseconds since 1970: 15/03/2026 14:05. */
export function moment(value: number | null | undefined): string {
    if (!value) {
        return '';
    }
    const at = new Date(value / 1000);
    const two = (number: number) => String(number).padStart(2, '0');
    return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function percent(part: number, whole: number, language: Language): string {
    if (whole === 0) {
        return '–';
    }
    const value = ((100 * part) / whole).toFixed(1);
    return `${language === 'vi' ? value.replace('.', ',') : value} %`;
}

/** 15/03/2026, 2026-03-15 or 15032026 as typed: 20260315; null when it is no day. */
export function dayParse(text: string): number | null {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ?? /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
    const turned = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
    const [year, month, of] = turned
        ? [Number(turned[1]), Number(turned[2]), Number(turned[3])]
        : found
          ? [Number(found[3]), Number(found[2]), Number(found[1])]
          : [0, 0, 0];
    const date = new Date(Date.UTC(year, month - 1, of));
    if (year < 1880 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== of) {
        return null;
    }
    return year * 10000 + month * 100 + of;
}

/** 06/2026, 6-2026 or 2026-06: 202606; null when it is no month. */
export function periodParse(text: string): number | null {
    const found = /^\s*(\d{1,2})[/.-](\d{4})\s*$/.exec(text);
    const turned = /^\s*(\d{4})-(\d{1,2})\s*$/.exec(text);
    const [year, month] = turned
        ? [Number(turned[1]), Number(turned[2])]
        : found
          ? [Number(found[2]), Number(found[1])]
          : [0, 0];
    return year >= 2000 && year < 2100 && month >= 1 && month <= 12 ? year * 100 + month : null;
}
