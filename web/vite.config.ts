import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server puts a fresh nonce in the place of the word in index.html with each reply.
export default defineConfig({
    plugins: [react()],
    html: { cspNonce: '__CSP_NONCE__' },
    // The dialogs measure the scroll bar through a style of their own, which the page's policy refuses.
    resolve: { alias: [{ find: /^\.\.?\/getScrollBarSize(\.js)?$/, replacement: '/src/parts/scrollBarSize.ts' }] },
    build: { outDir: 'dist', target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
    test: { include: ['src/**/*.test.ts'] },
    server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
