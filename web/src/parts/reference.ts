/** What codes of reasons and clauses mean, in the user's language, as the server says it. */
import { useMemo } from 'react';

import { useGet } from '../api/hooks';
import { useLanguage } from '../text/text';

export function useReference() {
    const language = useLanguage();
    const { data } = useGet('/api/v1/reference', {}, { staleTime: Infinity });
    return useMemo(() => {
        const reasons = new Map(data?.reasons.map((row) => [row.reason_code, row.sentence]));
        const clauses = new Map(data?.clauses.map((row) => [row.clause_code, row.citation]));
        return {
            language,
            /** A code that is not known is shown as it is. */
            reason: (code: string | null | undefined) => (code ? (reasons.get(code) ?? code) : ''),
            clause: (code: string | null | undefined) => (code ? (clauses.get(code) ?? code) : ''),
        };
    }, [data, language]);
}
