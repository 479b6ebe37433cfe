/** Words in two languages; a key that lacks one does not compile. */
import { createContext, useContext } from 'react';

export type Language = 'vi' | 'en';
export interface Words {
    vi: string;
    en: string;
}
export type Dictionary = Record<string, Words>;

export const LanguageContext = createContext<Language>('vi');

export function useLanguage(): Language {
    return useContext(LanguageContext);
}

/** The words of a dictionary in the user's language; {name} in them is filled by say(). */
export function useText<D extends Dictionary>(dictionary: D): { [K in keyof D]: string } {
    const language = useLanguage();
    return wordsOf(dictionary, language);
}

const made = new WeakMap<Dictionary, Map<Language, Record<string, string>>>();

export function wordsOf<D extends Dictionary>(dictionary: D, language: Language): { [K in keyof D]: string } {
    let byLanguage = made.get(dictionary);
    if (!byLanguage) {
        byLanguage = new Map();
        made.set(dictionary, byLanguage);
    }
    let words = byLanguage.get(language);
    if (!words) {
        words = Object.fromEntries(Object.entries(dictionary).map(([key, value]) => [key, value[language]]));
        byLanguage.set(language, words);
    }
    return words as { [K in keyof D]: string };
}

/** "{count} người" with count = 3: "3 người". */
export function say(words: string, values: Record<string, string | number>): string {
    return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
