import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { javascriptBudget } from './build/javascript-budget.ts';

/** The server of `npm start`; `npm run dev` passes the wire on to it. */
const SERVER = 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => {
  // A page built while NODE_ENV says `test` would carry React's development half, and not fit its budget.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react(), tailwindcss(), javascriptBudget(200 * 1024)],
    build: {
      outDir: 'dist',
      target: 'es2023',
      // A strict policy allows neither inline scripts nor data: addresses.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 800,
      rolldownOptions: { input: { widget: 'index.html' } },
    },
    server: { proxy: { '/v1': SERVER, '/api': SERVER, '/ws': { target: SERVER, ws: true } } },
  };
});
