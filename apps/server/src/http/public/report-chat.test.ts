import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import { createReportAssistant } from '@naru/reports';
import { createMemoryReportStore } from '@naru/reports/memory';
import { aReport } from '@naru/reports/testing';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';

const LONG = {
  heading: '물류센터의 파손과 분실을 줄이기 위한 다음 분기의 구체적인 실행 계획',
  body: '포장을 바꿉니다.',
};
const REPORT = aReport({ sections: [...aReport().sections, LONG] });
const ANSWER: readonly ScriptLine[] = [say('전자책 매출은 3억 1천만 원입니다 [1].'), finish];
const SECRET = '비밀단어 전자책 매출은?';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

async function setUp(...scripts: readonly (readonly (readonly ScriptLine[])[])[]) {
  const models = Object.fromEntries(
    scripts.map((lines, index) => {
      const alias = index === 0 ? 'primary' : `fallback_${index}`;
      return [alias, scriptedModel(alias, lines)];
    }),
  );
  const reports = createMemoryReportStore();
  await reports.save(REPORT);
  const server = await startTestServer({
    models,
    assistants: [createReportAssistant({ reports })],
    router: { policies: { default: { preset: 'gateway' }, report: { preset: 'direct' } } },
    reports: [REPORT],
  });
  return {
    server,
    models: Object.values(models),
    async ask(message: string, sessionId = 'report:sales-2026-10') {
      const response = await fetch(`${server.publicUrl}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` },
        body: JSON.stringify({ message, assistant: 'report', session_id: sessionId }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

describe('a question about a report', () => {
  it('is answered with citations of its sections, in the conversation that its name binds (P-1)', async () => {
    const { server, ask, models } = await setUp([ANSWER]);
    await using _server = server;
    const { body } = await ask('전자책 매출은 얼마인가요?');
    assert.equal(body['status'], 'ok');
    const [citation] = body['citations'] as readonly Record<string, unknown>[];
    assert.deepEqual([citation?.['docId'], citation?.['anchor']], ['sales-2026-10', 'section-1']);
    assert.equal(models[0]?.calls[0]?.labels.assistant, 'report');
  });

  it('may be told all that the report says: no guard takes it for a leak or for made-up figures (C-GRD-3)', async () => {
    const { headline, summary, title, sections } = REPORT;
    const headings = sections.map(({ heading }, index) => `${index + 1}. ${heading}`).join('\n');
    const whole = `${title}\n${headline} [1] ${summary} [1]\n${headings}\n${sections.map(({ body }) => `${body} [2]`).join('\n')}`;
    const { server, ask } = await setUp([[say(whole), finish]]);
    await using _server = server;
    const { body } = await ask('요약해 줘');
    assert.deepEqual([body['status'], body['answer']], ['ok', whole]);
  });

  it('begins within two seconds where a provider is healthy (P-2)', async () => {
    const { server } = await setUp([ANSWER]);
    await using _server = server;
    const startedAtMs = performance.now();
    const response = await fetch(`${server.publicUrl}/v1/chat/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'report:sales-2026-10',
        assistant: 'report',
        messages: [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: '전자책 매출은?' }] }],
      }),
    });
    let said = '';
    for await (const bytes of response.body ?? []) {
      said += new TextDecoder().decode(bytes);
      if (said.includes('"text-delta"')) break;
    }
    assert.match(said, /"text-delta"[^]*전자책/);
    assert.ok(performance.now() - startedAtMs < 2_000);
  });

  for (const kind of ['rate_limited', 'server'] as const) {
    it(`is tried once more after ${kind}, then by the next provider (P-2)`, async () => {
      const { server, ask, models } = await setUp([[fail(kind)]], [ANSWER]);
      await using _server = server;
      const { body } = await ask('전자책 매출은 얼마인가요?');
      assert.deepEqual([body['status'], body['provider'], body['is_fallback']], ['ok', 'fallback_1', true]);
      assert.deepEqual(
        models.map(({ calls }) => calls.length),
        [2, 1],
      );
    });
  }

  it('gets a clear message where nobody can answer, and no word of the provider (P-2)', async () => {
    const detail = 'upstream said: secret detail';
    const { server, ask, models } = await setUp([[fail('server', { detail })]]);
    await using _server = server;
    const { status, body } = await ask('전자책 매출은 얼마인가요?');
    assert.deepEqual([status, body['code'], body['retryable']], [502, 'PROVIDER_UNAVAILABLE', true]);
    assert.equal(body['message'], '일시적인 오류로 답변하지 못했습니다. 잠시 후 다시 시도해 주세요.');
    assert.equal(models[0]?.calls.length, 2);
    assert.ok(!JSON.stringify(body).includes('secret detail'));
  });

  for (const [name, script] of [
    ['is answered', [ANSWER]],
    ['fails', [[fail('server')]]],
    ['finds a broken model', [[{ type: 'wait', ms: Number.NaN }]]],
  ] as const) {
    it(`leaves its trace id in the log and none of its words, also where it ${name} (P-3)`, async () => {
      const { server, ask } = await setUp(script as readonly (readonly ScriptLine[])[]);
      await using _server = server;
      const { body } = await ask(SECRET);
      assert.equal(body['trace_id'] ?? body['traceId'], TRACE_ID);
      const log = server.logger.entries.map(entry => JSON.stringify(entry));
      assert.ok(
        log.some(line => line.includes(TRACE_ID)),
        log.join('\n'),
      );
      for (const line of log) {
        assert.ok(!line.includes('비밀단어') && !line.includes('전자책') && !line.includes('3억'), line);
      }
    });
  }
});

describe('the routes of reports (P-1)', () => {
  it('list the newest first and give one whole', async () => {
    const { server } = await setUp([ANSWER]);
    await using _server = server;
    await server.reports.save(aReport({ id: 'newer', createdAtMs: 2_000 }));
    const list = await (await fetch(`${server.publicUrl}/v1/reports?limit=1`)).json();
    const { title, headline } = aReport();
    assert.deepEqual(list, { reports: [{ id: 'newer', title, headline, created_at: '1970-01-01T00:00:02.000Z' }] });
    const one = (await (await fetch(`${server.publicUrl}/v1/reports/newer`)).json()) as Record<string, unknown>;
    assert.deepEqual(one['sections'], aReport().sections);
  });

  it('answer in the shape of chat for a report that is not there and for a strange limit', async () => {
    const { server } = await setUp([ANSWER]);
    await using _server = server;
    for (const [path, status, code] of [
      ['/v1/reports/nowhere', 404, 'NOT_FOUND'],
      ['/v1/reports/__proto__', 404, 'NOT_FOUND'],
      ['/v1/reports?limit=0', 400, 'BAD_REQUEST'],
    ] as const) {
      const response = await fetch(server.publicUrl + path);
      const body = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([response.status, body['code']], [status, code], path);
    }
  });

  it('let an operator put one in, by the same rules as a file', async () => {
    const { server } = await setUp([ANSWER]);
    await using _server = server;
    const put = async (id: string, body: object): Promise<readonly [number, Record<string, unknown>]> => {
      const response = await fetch(`${server.internalUrl}/internal/reports/${id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_TOKEN}` },
        body: JSON.stringify(body),
      });
      return [response.status, (await response.json()) as Record<string, unknown>];
    };
    const { title, headline, summary, sections } = aReport();
    const body = { title, headline, summary, sections, created_at: '2026-11-03T00:00:00.000Z' };
    assert.deepEqual(await put('new-one', body), [200, { id: 'new-one', outcome: 'added' }]);
    assert.deepEqual(await put('new-one', body), [200, { id: 'new-one', outcome: 'unchanged' }]);
    assert.equal((await server.reports.find('new-one'))?.createdAtMs, Date.UTC(2026, 10, 3));
    const [status, answer] = await put('Bad_Id', { ...body, title: '<b>굵게</b>' });
    assert.equal(status, 400);
    const { message } = answer['error'] as { readonly message: string };
    assert.match(message, /"id" is 1 to 64 lower-case letters.*Markdown without HTML/);
  });
});
