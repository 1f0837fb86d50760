// Builds the console into web/dist, which the server serves (src/http/console.ts). Every file is packed
// beside itself, so the server never packs anything. `npm run console:dev` serves it while it is being written,
// with the interfaces of a server that runs at 127.0.0.1:8080.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Smaller files gain nothing. */
const packedBytesMin = 1024;

const pack: Plugin = {
  name: 'pack',
  apply: 'build',
  writeBundle: ({ dir = '' }, bundle) => {
    for (const name of Object.keys(bundle)) {
      const bytes = readFileSync(join(dir, name));
      if (!/\.(?:js|css|svg)$/.test(name) || bytes.length < packedBytesMin) continue;
      writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pack],
  // The server puts a fresh one in the place of this with each answer.
  html: { cspNonce: '__nonce__' },
  build: {
    target: 'es2022',
    manifest: true,
    // The policy lets scripts come from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
});
