import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';

const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };

interface Operation {
  readonly summary?: string;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Well answered, or become a WebSocket. */
const ANSWERS = /^(?:2|101$)/;

function setUp() {
  return startTestServer({ models: { primary: scriptedModel('primary', [[say('네.'), finish]]) } });
}

describe('/docs (V-API-1)', () => {
  for (const listener of ['public', 'internal'] as const) {
    it(`describes input and output of every route of the ${listener} listener`, async () => {
      await using server = await setUp();
      const response = await fetch(`${server.internalUrl}/docs/${listener}.json`, { headers });
      const { openapi, paths } = (await response.json()) as Document;
      assert.match(openapi, /^3\.1/);
      const face = listener === 'public' ? server.face.publicListener : server.face.internalListener;
      const described = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
      );
      // The page's own files are no interface.
      const files = /^(?:GET|HEAD) \/(?:assets\/:file|favicon\.ico)?$/;
      const routes = face.routes().filter(route => !files.test(route));
      assert.deepEqual(described.map(({ route }) => route).toSorted(), routes.map(toOpenapi).toSorted());
      for (const { route, operation } of described) {
        assert.ok(operation.summary, `${route} has no summary`);
        assert.ok(
          Object.keys(operation.responses).some(status => ANSWERS.test(status)),
          `${route} has no answer`,
        );
      }
      const bodies = described.filter(({ operation }) => operation.requestBody).map(({ route }) => route);
      const expected = listener === 'public' ? 'POST /v1/chat/completions' : 'POST /internal/login';
      assert.ok(bodies.includes(expected));
    });
  }

  it('lists them on a page that needs no script', async () => {
    await using server = await setUp();
    const response = await fetch(`${server.internalUrl}/docs`, { headers });
    const page = await response.text();
    assert.match(page, /<td>POST<\/td><td>\/v1\/chat\/completions<\/td>/);
    assert.doesNotMatch(page, /<script|style=/);
    assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  });
});

function toOpenapi(route: string): string {
  return route.replaceAll(/:(\w+)/g, '{$1}');
}
