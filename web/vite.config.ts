import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server puts a fresh nonce in the place of the word in index.html with each reply.
export default defineConfig({
    plugins: [react()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: { outDir: 'dist', target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
    test: { include: ['src/**/*.test.ts'] },
    server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
