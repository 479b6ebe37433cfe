/** "user_id 5, second_factor 0": the summary is JSON for programs; people read pairs. */
export function pairs(json: string | null): string {
    try {
        return Object.entries(JSON.parse(json ?? '{}') as Record<string, unknown>)
            .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
            .join(', ');
    } catch {
        return json ?? '';
    }
}
