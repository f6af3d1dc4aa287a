import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { EventDraft } from '@naru/events';
import { spanOfEvent } from './span-of-event.ts';
import { createTraceExporter } from './trace-exporter.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

function aRequest(changes: Partial<EventDraft> = {}): EventDraft {
  return {
    kind: 'http-request',
    route: '/v1/chat/:id',
    requestId: 'request-1',
    traceId: TRACE_ID,
    outcome: 'ok',
    status: 200,
    startedAtMs: 1_700_000_000_250,
    durationMs: 40.5,
    fields: { 'http.request.method': 'POST' },
    ...changes,
  };
}

const AN_ATTEMPT: EventDraft = {
  kind: 'model-attempt',
  route: 'model/primary',
  requestId: 'request-1',
  traceId: TRACE_ID,
  sessionId: 'session-1',
  outcome: 'failed',
  error: { code: 'PROVIDER_SERVER', class: 'server' },
  startedAtMs: 1_700_000_000_260,
  durationMs: 10,
  provider: 'primary',
  assistant: 'support',
  tokens: { input: 12, output: 3 },
  fields: { 'router.attempt_id': 'attempt-1', 'gen_ai.operation.name': 'chat' },
};

describe('spanOfEvent (V-OBS-1)', () => {
  it('makes the span of a request by the conventions of HTTP', () => {
    const span = spanOfEvent(aRequest());
    assert.deepEqual(
      [span?.name, span?.kind, span?.parentSpanContext],
      ['POST /v1/chat/:id', SpanKind.SERVER, undefined],
    );
    assert.deepEqual(span?.attributes, {
      'http.request.method': 'POST',
      'http.route': '/v1/chat/:id',
      'http.response.status_code': 200,
      'naru.outcome': 'ok',
    });
    assert.deepEqual(span?.startTime, [1_700_000_000, 250_000_000]);
    assert.deepEqual(span?.duration, [0, 40_500_000]);
  });

  it('makes the span of a model call by the conventions of generative AI, below its request', () => {
    const [request, attempt] = [spanOfEvent(aRequest()), spanOfEvent(AN_ATTEMPT)];
    assert.equal(attempt?.parentSpanContext?.spanId, request?.spanContext().spanId);
    assert.equal(attempt?.spanContext().traceId, TRACE_ID);
    assert.equal(attempt?.kind, SpanKind.CLIENT);
    assert.deepEqual(attempt?.status, { code: SpanStatusCode.ERROR, message: 'PROVIDER_SERVER' });
    const { attributes } = attempt ?? {};
    assert.deepEqual(
      [
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
        'error.type',
      ].map(name => attributes?.[name]),
      ['chat', 'primary', 12, 3, 'server'],
    );
  });

  it('gives each attempt of a request a span of its own', () => {
    const second = spanOfEvent({ ...AN_ATTEMPT, fields: { 'router.attempt_id': 'attempt-2' } });
    assert.notEqual(second?.spanContext().spanId, spanOfEvent(AN_ATTEMPT)?.spanContext().spanId);
  });

  it('gives each call of a tool a span of its own, also two of one turn in one moment', () => {
    const aCall = (callKey: string): EventDraft => ({
      ...AN_ATTEMPT,
      kind: 'tool-call',
      route: 'tool/find-order',
      fields: { 'chat.turn_id': 'turn-1', 'tool.name': 'find-order', 'tool.call_key': callKey },
    });
    const spans = ['key-1', 'key-2'].map(key => spanOfEvent(aCall(key)));
    assert.equal(spans[0]?.name, 'execute_tool find-order');
    assert.equal(spans[0]?.attributes['gen_ai.tool.name'], 'find-order');
    assert.equal(new Set(spans.map(span => span?.spanContext().spanId)).size, 2);
    assert.deepEqual(spans[0]?.parentSpanContext?.spanId, spanOfEvent(aRequest())?.spanContext().spanId);
  });

  it('makes none for work without a trace', () => {
    for (const traceId of [undefined, '', 'trace-1', '0'.repeat(32)]) {
      assert.equal(spanOfEvent(aRequest({ traceId })), undefined);
    }
  });
});

describe('createTraceExporter', () => {
  /** A collector that keeps what it is sent. */
  async function aCollector(t: TestContext, status = 200) {
    const bodies: { readonly path: string; readonly body: string }[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        bodies.push({ path: request.url ?? '', body: Buffer.concat(parts).toString('utf8') });
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as { readonly port: number };
    return { endpoint: `http://127.0.0.1:${port}`, bodies };
  }

  it('sends what was told before it ends, to /v1/traces', async t => {
    const { endpoint, bodies } = await aCollector(t);
    const traces = createTraceExporter({ endpoint, instance: 'one', version: '0.1.0' });
    traces.emit(aRequest());
    traces.emit(AN_ATTEMPT);
    await traces[Symbol.asyncDispose]();
    assert.deepEqual(
      bodies.map(({ path }) => path),
      ['/v1/traces'],
    );
    const [resource] = JSON.parse(bodies[0]?.body ?? '{}').resourceSpans;
    const spans = resource.scopeSpans[0].spans as {
      name: string;
      traceId: string;
      parentSpanId?: string;
      spanId: string;
    }[];
    assert.deepEqual(
      spans.map(({ name }) => name),
      ['POST /v1/chat/:id', 'chat primary'],
    );
    assert.equal(spans[1]?.parentSpanId, spans[0]?.spanId);
    assert.ok(JSON.stringify(resource.resource).includes('naru'));
  });

  it('is no hindrance when the collector is away', { timeout: 20_000 }, async () => {
    const traces = createTraceExporter({ endpoint: 'http://127.0.0.1:1', instance: 'one', version: '0.1.0' });
    traces.emit(aRequest());
    await traces[Symbol.asyncDispose]();
  });
});
