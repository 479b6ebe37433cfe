/** A provider's answer handed in: by an officer here, or by the provider's own people. */
import { useQueryClient } from '@tanstack/react-query';
import { App, Flex } from 'antd';
import { useRef, useState } from 'react';

import { ApiError, requestKey, upload, type JobProgress, type Reply } from '../../api/client';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { FilePicker } from '../../parts/FilePicker';
import { RunProgress } from '../../parts/Progress';
import { count } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { PAYMENTS } from './text';

type Loaded = Reply<'/api/v1/provider/results', 'post'>;

/** Answers are taken in one after the other; each has a key of its own, so that pressing again is safe. */
export function ResultUpload({ path, query }: { path: '/api/v1/results' | '/api/v1/provider/results'; query: { provider_code?: string } }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const queries = useQueryClient();
    const { message } = App.useApp();
    const [share, setShare] = useState<number | null>(null);
    const [progress, setProgress] = useState<JobProgress | null>(null);
    const [error, setError] = useState<ApiError | null>(null);
    const keys = useRef(new Map<string, string>());
    const take = async (file: File) => {
        const of = `${file.name} ${file.size} ${file.lastModified}`;
        const key = keys.current.get(of) ?? requestKey();
        keys.current.set(of, key);
        setError(null);
        setProgress(null);
        setShare(0);
        try {
            const reply = await upload<Loaded>(path, file, { query, key }, setShare, setProgress);
            const n = (value: number | null) => count(value ?? 0, language);
            void message.success(
                say(reply.repeated_file ? text.uploadedAgain : text.uploaded, {
                    file: file.name,
                    rows: n(reply.row_count),
                    applied: n(reply.applied_count),
                    repeated: n(reply.repeated_count),
                    suspended: n(reply.suspended_count),
                }),
                8,
            );
            void queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== 'session' });
        } catch (caught) {
            setError(caught instanceof ApiError ? caught : null);
        } finally {
            setShare(null);
        }
    };
    return (
        <Flex vertical gap={8}>
            <FilePicker label={text.upload} help={text.uploadHelp} accept=".xml,.csv,.xlsx" share={share} onFile={(file) => void take(file)} />
            <RunProgress progress={progress} isRunning={share === 1} label={text.reading} />
            <ErrorNotice error={error} />
        </Flex>
    );
}
