/** A provider's answer handed in: by an officer here, or by the provider's own people. */
import { App, Flex } from 'antd';

import { useUpload } from '../../api/hooks';
import { ErrorNotice } from '../../parts/ErrorNotice';
import { FilePicker } from '../../parts/FilePicker';
import { RunProgress } from '../../parts/Progress';
import { count } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { PAYMENTS } from './text';

export function ResultUpload({ path, query }: { path: '/api/v1/results' | '/api/v1/provider/results'; query: { provider_code?: string } }) {
    const text = useText(PAYMENTS);
    const language = useLanguage();
    const { message } = App.useApp();
    const { take, share, progress, error } = useUpload(path);
    const hand = async (file: File) => {
        const reply = await take(file, query);
        if (reply) {
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
        }
    };
    return (
        <Flex vertical gap={8}>
            <FilePicker label={text.upload} help={text.uploadHelp} accept=".xml,.csv,.xlsx" share={share} onFile={(file) => void hand(file)} />
            <RunProgress progress={progress} isRunning={share === 1} label={text.reading} />
            <ErrorNotice error={error} />
        </Flex>
    );
}
