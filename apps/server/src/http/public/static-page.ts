import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import type { Http } from '../http.ts';
import { PAGE_HEADERS } from '../plugins/security-headers.ts';

const compress = promisify(gzip);

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json'],
]);
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest']);
/** No slash and no leading dot: a name can lead nowhere else. */
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}$/;
const ROOT_FILES = ['/favicon.ico'];
/** A page has a few dozen files; more than this is not a page of ours. */
const MAX_FILES = 500;

const UNBUILT = `<!doctype html>
<html lang="ko"><meta charset="utf-8"><title>나루</title>
<p>화면을 준비하고 있습니다. 잠시 후 새로고침해 주세요.
<p lang="en">The page is being built. Reload in a moment; the API answers already.
</html>
`;

interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer | undefined;
  readonly modifiedAtMs: number;
}

/** The built page at `/`, its hashed files at `/assets`. Read when asked for: the page may be rebuilt beside. */
export function addStaticPage(http: Http, distFolder: string): void {
  const files = new Map<string, StaticFile>();
  const config = { access: 'open', isUnlimited: true } as const;
  const schema = { hide: true };

  http.route({
    method: ['GET', 'HEAD'],
    url: '/',
    config,
    schema,
    handler: async (request, reply) => {
      const page = await load(files, join(distFolder, 'index.html'));
      reply.headers(PAGE_HEADERS).header('cache-control', 'no-cache');
      if (!page) return reply.code(503).header('retry-after', 5).type(TYPES.get('.html')!).send(UNBUILT);
      return send(request, reply, page);
    },
  });

  http.route<{ Params: { file: string } }>({
    method: ['GET', 'HEAD'],
    url: '/assets/:file',
    config,
    schema,
    handler: async (request, reply) => {
      const { file } = request.params;
      const asset = FILE_NAME.test(file) ? await load(files, join(distFolder, 'assets', file)) : undefined;
      if (!asset) throw new RequestProblem('not_found');
      return send(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), asset);
    },
  });

  for (const url of ROOT_FILES) {
    http.route({
      method: ['GET', 'HEAD'],
      url,
      config,
      schema,
      handler: async (request, reply) => {
        const file = await load(files, join(distFolder, url.slice(1)));
        if (!file) throw new RequestProblem('not_found');
        return send(request, reply.header('cache-control', 'public, max-age=3600'), file);
      },
    });
  }
}

async function load(files: Map<string, StaticFile>, path: string): Promise<StaticFile | undefined> {
  const extension = extname(path);
  const type = TYPES.get(extension);
  const status = type === undefined ? undefined : await stat(path).catch(() => undefined);
  if (type === undefined || !status?.isFile()) return undefined;
  const known = files.get(path);
  if (known?.modifiedAtMs === status.mtimeMs) return known;
  const bytes = await readFile(path);
  const gzipped = COMPRESSIBLE.has(extension) ? await compress(bytes) : undefined;
  const file = { type, bytes, gzipped, modifiedAtMs: status.mtimeMs };
  if (files.size >= MAX_FILES) files.clear();
  files.set(path, file);
  return file;
}

function send(request: FastifyRequest, reply: FastifyReply, { type, bytes, gzipped }: StaticFile): FastifyReply {
  reply.type(type).header('vary', 'accept-encoding');
  const takesGzip = /\bgzip\b/.test(header(request, 'accept-encoding') ?? '');
  if (gzipped && takesGzip) return reply.header('content-encoding', 'gzip').send(gzipped);
  return reply.send(bytes);
}
