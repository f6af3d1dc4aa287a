import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from '@naru/kernel';

const WEB_FOLDER = resolve(import.meta.dirname, '../../web');
const SOURCES = ['index.html', 'package.json', 'vite.config.ts', 'src/**/*', 'public/**/*'];

/** Builds the page beside the running server when its sources are newer than what was built. */
export function rebuildStalePage(logger: Logger): Disposable {
  if (!isStale(WEB_FOLDER)) return { [Symbol.dispose]: () => {} };
  logger.info({}, 'building the page');
  // The script of the workspace, with the Node that runs us: npm itself may run on another.
  const vite = resolve(WEB_FOLDER, '../../node_modules/vite/bin/vite.js');
  const build = spawn(process.execPath, [vite, 'build'], { cwd: WEB_FOLDER, stdio: 'ignore' });
  build.on('error', () => logger.error({}, 'the page could not be built; try: npm run build --workspace @naru/web'));
  build.on('exit', code => {
    if (code === 0) logger.info({}, 'page built');
    else if (code !== null) logger.error({ code }, 'the page was not built; try: npm run build --workspace @naru/web');
  });
  return { [Symbol.dispose]: () => void build.kill() };
}

function isStale(folder: string): boolean {
  const built = join(folder, 'dist/index.html');
  const sources = globSync(SOURCES, { cwd: folder, exclude: path => /\.test\.tsx?$/.test(path) });
  if (sources.length === 0) return false;
  if (!existsSync(built)) return true;
  const builtAtMs = statSync(built).mtimeMs;
  return sources.some(source => statSync(join(folder, source)).mtimeMs > builtAtMs);
}
