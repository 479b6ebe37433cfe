// Packs what was built beside itself as x.gz: the server hands it to whoever takes gzip.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const PACKED = /\.(js|css|svg|json|wasm|txt|webmanifest)$/;
const LEAST_BYTES = 1024;

for (const name of readdirSync('dist', { recursive: true })) {
    const path = join('dist', name);
    if (PACKED.test(name) && statSync(path).size >= LEAST_BYTES) {
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
}
