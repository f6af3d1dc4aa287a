import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, finish, say, scriptedModel, type ScriptLine } from '@naru/language-model/testing';
import type { HandOff, HandOffOutcome, HandOffRequest } from '../ports/hand-off.ts';
import { accepted, aSubmitRequest, readChunks, resultOf, setUpChat, textOf } from '../testing/index.ts';

const ATTEMPTS = [
  { provider: 'primary', outcome: 'server', status: 503 },
  { provider: 'second', outcome: 'timeout_first_token', status: undefined },
] as const;
const ALL_FAILED = fail('server', { attempts: ATTEMPTS });
const REQUESTED: HandOffOutcome = { kind: 'requested', ticketNumber: 'STK20261120001', reused: false };

function setUp(scripts: readonly (readonly ScriptLine[])[], answer: () => Promise<HandOffOutcome>) {
  const requests: HandOffRequest[] = [];
  const handOff: HandOff = {
    request(request) {
      requests.push(request);
      return answer();
    },
  };
  return { ...setUpChat({ model: scriptedModel('router', scripts), handOff }), requests };
}

async function ask({ engine }: ReturnType<typeof setUp>, text = '환불이 안 돼요') {
  const stream = accepted(await engine.submit(aSubmitRequest({ text })));
  const chunks = await readChunks(stream);
  return { chunks, result: resultOf(await stream.ended) };
}

describe('the hand-off to a person (R-FO-9)', () => {
  it('is asked for when every provider failed, with transcript, reason and attempts', async () => {
    const set = setUp([[say('처음 답입니다.'), finish], [ALL_FAILED]], async () => REQUESTED);
    await ask(set, '첫 질문');
    await ask(set);
    const [request] = set.requests;
    assert.ok(request);
    assert.equal(set.requests.length, 1);
    assert.deepEqual(request.transcript, [
      { role: 'user', text: '첫 질문' },
      { role: 'assistant', text: '처음 답입니다.' },
    ]);
    assert.deepEqual(
      [request.question, request.reasonCode, request.attempts],
      [
        '환불이 안 돼요',
        'PROVIDER_UNAVAILABLE',
        [
          { provider: 'primary', outcome: 'server' },
          { provider: 'second', outcome: 'timeout_first_token' },
        ],
      ],
    );
  });

  it('finishes the answer with a sentence, the hand-off and its ticket, all of it stored', async () => {
    const { chunks, result } = await ask(setUp([[ALL_FAILED]], async () => REQUESTED));
    assert.match(textOf(chunks), /상담원에게 연결해 드렸습니다.*STK20261120001/);
    const handoff = chunks.find(chunk => chunk.type === 'data-handoff');
    assert.deepEqual(handoff?.data, { v: 1, state: 'requested', ticketNumber: 'STK20261120001' });
    const ticket = chunks.find(chunk => chunk.type === 'data-ticket');
    assert.deepEqual(ticket?.data, { v: 1, state: 'created', number: 'STK20261120001' });
    assert.equal(chunks.at(-1)?.type, 'finish');
    assert.deepEqual([result.finish, result.reasonCode, result.error], ['complete', 'PROVIDER_UNAVAILABLE', undefined]);
    assert.deepEqual([result.text, result.dataParts], [textOf(chunks), [handoff, ticket]]);
  });

  it('settles the matter: counter and unresolved question are cleared (S-TKT-6)', async () => {
    const set = setUp([[fail('bad_request')], [ALL_FAILED]], async () => REQUESTED);
    const count = async () => (await set.sessions.find('a:owner-1', 'chat-1'))?.state.fallbackCount;
    await ask(set);
    assert.equal(await count(), 1);
    await ask(set);
    assert.equal(await count(), 0);
  });

  it('says that a person looks at the last inquiry where the next must wait', async () => {
    const cooling = async (): Promise<HandOffOutcome> => ({
      kind: 'cooling',
      retryAfterMs: 20_000,
      ticketNumber: undefined,
    });
    const { chunks, result } = await ask(setUp([[ALL_FAILED]], cooling));
    const ticket = chunks.find(chunk => chunk.type === 'data-ticket');
    assert.deepEqual([ticket?.data.state, ticket?.data.nextAllowedAt], ['cooldown', '1970-01-01T00:00:20.000Z']);
    assert.equal(result.retryAfterMs, 20_000);
  });

  for (const [what, answer] of [
    ['is unavailable', async () => ({ kind: 'unavailable' })],
    ['fails', () => Promise.reject(new Error('고객의 말'))],
  ] as const satisfies readonly (readonly [string, () => Promise<HandOffOutcome>])[]) {
    it(`leaves the honest error where the desk ${what}, and logs no words`, async () => {
      const set = setUp([[ALL_FAILED]], answer);
      const { chunks, result } = await ask(set);
      assert.equal(chunks.at(-1)?.type, 'error');
      assert.equal(result.reasonCode, 'PROVIDER_UNAVAILABLE');
      assert.doesNotMatch(JSON.stringify(set.logger.entries), /고객의 말|환불이/);
    });
  }

  for (const [what, lines] of [
    ['after a word was said', [say('이틀이 걸립니다.'), ALL_FAILED]],
    ['for a request that no provider would take', [fail('bad_request')]],
    ['for a missing key', [fail('auth', { attempts: [{ provider: 'primary', outcome: 'auth', status: 401 }] })]],
    ['for a spent budget', [fail('quota', { dispatched: false })]],
    ['for a content filter whose policy is to refuse', [fail('content_filter')]],
  ] as const satisfies readonly (readonly [string, readonly ScriptLine[]])[]) {
    it(`is not asked for ${what}`, async () => {
      const set = setUp([lines], async () => REQUESTED);
      await ask(set);
      assert.deepEqual(set.requests, []);
    });
  }

  it('is asked for where circuits let nobody be asked at all', async () => {
    const set = setUp([[fail('server', { dispatched: false })]], async () => REQUESTED);
    await ask(set);
    assert.deepEqual(set.requests[0]?.attempts, []);
  });

  it('is asked for where a content filter refused and its policy says so', async () => {
    const set = setUp([[fail('content_filter', { handoff: true })]], async () => REQUESTED);
    const { result } = await ask(set);
    assert.deepEqual([set.requests[0]?.reasonCode, result.finish], ['GUARD_OUTPUT', 'complete']);
  });

  it('is stopped by the customer like any answer', async () => {
    const { promise, resolve } = Promise.withResolvers<HandOffOutcome>();
    const set = setUp([[ALL_FAILED]], () => promise);
    const stream = accepted(await set.engine.submit(aSubmitRequest()));
    while (set.requests.length === 0) await new Promise(setImmediate);
    await set.engine.stop(aSubmitRequest().owner, 'chat-1');
    resolve(REQUESTED);
    assert.equal((await readChunks(stream)).at(-1)?.type, 'abort');
  });
});
