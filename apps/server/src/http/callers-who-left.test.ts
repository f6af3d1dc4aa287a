import { describe, it } from 'node:test';
import { say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { startTestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

describe('callers who leave before the end (R-FO-5, E-EVT-1)', () => {
  const cases: readonly (readonly [string, readonly ScriptLine[], string])[] = [
    ['before there was an answer', [wait('forever')], '499'],
    ['in the middle of it', [say('안녕하세요'), wait('forever')], '200'],
  ];
  for (const [when, script, status] of cases) {
    it(`are told of, ${when}, so that nothing of theirs is held`, { timeout: 20_000 }, async () => {
      const primary = scriptedModel('primary', [script]);
      await using server = await startTestServer({ models: { primary } });
      const caller = new AbortController();
      const asking = fetch(`${server.publicUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'auto', stream: true, messages: [{ role: 'user', content: '배송은?' }] }),
        signal: caller.signal,
      });
      asking.catch(() => {});
      if (status === '200') await asking;
      else await until(() => primary.calls.length > 0);
      caller.abort();
      const told = new RegExp(
        `http_request_duration_seconds_count\\{[^}]*completions"[^}]*status="${status}"[^}]*\\} 1`,
      );
      await until(async () => told.test(await server.registry.metrics()));
    });
  }
});
