import { z } from 'zod';
import type { Http } from '../http.ts';
import { PAGE_HEADERS } from '../plugins/security-headers.ts';

/** The OpenAPI document of one listener, as it is when asked for. */
export interface DescribedListener {
  readonly name: 'public' | 'internal';
  readonly openapi: () => OpenapiDocument;
}

/** What the page of routes reads of a document. */
export interface OpenapiDocument {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined;
}

/** `GET /docs`: all routes on a page without scripts; the OpenAPI documents beside it. */
export function addDocsRoutes(http: Http, listeners: readonly DescribedListener[]): void {
  const config = { access: 'viewer' } as const;
  const schema = { tags: ['operators'], summary: 'All routes', response: { 200: z.string() } };

  http.get('/docs', { config, schema }, async (_request, reply) => {
    const page = docsPage(listeners);
    return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').serializer(String).send(page);
  });

  for (const { name, openapi } of listeners) {
    const summary = `OpenAPI document of the ${name} listener`;
    const response = { 200: z.looseObject({ openapi: z.string() }) };
    http.get(`/docs/${name}.json`, { config, schema: { ...schema, summary, response } }, async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .serializer(JSON.stringify)
        .send(openapi() as never),
    );
  }
}

function docsPage(listeners: readonly DescribedListener[]): string {
  const sections = listeners.map(
    ({ name, openapi }) =>
      `<h2>${name}</h2><p><a href="/docs/${name}.json">OpenAPI document</a></p><table>${rowsOf(openapi())}</table>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Naru: routes</title><h1>Naru: routes</h1>${sections.join('')}</html>`;
}

function rowsOf({ paths = {} }: OpenapiDocument): string {
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods ?? {}).map(([method, operation]) => [method.toUpperCase(), path, summaryOf(operation)]),
    )
    .map(cells => `<tr>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
    .join('');
}

function summaryOf(operation: unknown): string {
  return typeof operation === 'object' && operation !== null && 'summary' in operation ? String(operation.summary) : '';
}

function escapeHtml(text = ''): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
