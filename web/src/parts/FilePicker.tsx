/** One file from this machine, by a button or by dropping it; with the share that is sent. */
import { Button, Progress } from 'antd';
import { useId, useRef, useState, type ReactNode } from 'react';

interface FilePickerProps {
    label: string;
    help?: ReactNode;
    accept: string;
    share: number | null;
    onFile: (file: File) => void;
}

export function FilePicker({ label, help, accept, share, onFile }: FilePickerProps) {
    const input = useRef<HTMLInputElement>(null);
    const [isOver, setIsOver] = useState(false);
    const id = useId();
    const take = (files: FileList | null) => {
        const file = files?.[0];
        if (file) {
            onFile(file);
        }
        if (input.current) {
            input.current.value = ''; /* the same file may be chosen again */
        }
    };
    return (
        <div
            className={isOver ? 'drop drop-over' : 'drop'}
            onDragOver={(event) => {
                event.preventDefault();
                setIsOver(true);
            }}
            onDragLeave={() => setIsOver(false)}
            onDrop={(event) => {
                event.preventDefault();
                setIsOver(false);
                take(event.dataTransfer.files);
            }}
        >
            <input
                ref={input}
                id={id}
                type="file"
                accept={accept}
                aria-label={label}
                tabIndex={-1}
                className="hidden-input"
                onChange={(event) => take(event.target.files)}
            />
            <Button loading={share !== null} onClick={() => input.current?.click()}>
                {label}
            </Button>
            {help && <small>{help}</small>}
            {share !== null && <Progress percent={Math.round(100 * share)} aria-label={label} />}
        </div>
    );
}
