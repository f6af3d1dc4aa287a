import { enableCompileCache } from 'node:module';

// Before anything else is loaded: compiled code of the last start is used again.
enableCompileCache();
const { start } = await import('./start.ts');

process.exitCode = await start();
