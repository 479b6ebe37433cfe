/** "{"3":"TCVN3"}": which columns were not Unicode. */
export function encodings(json: string | null): string {
    try {
        const byColumn = JSON.parse(json ?? '{}') as Record<string, string>;
        return Object.entries(byColumn)
            .map(([column, name]) => `${column}: ${name}`)
            .join(', ');
    } catch {
        return json ?? '';
    }
}
