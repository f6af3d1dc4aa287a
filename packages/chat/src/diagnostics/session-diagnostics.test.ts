import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLogger } from '@naru/kernel/testing';
import { fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import type { Owner } from '../owner.ts';
import type { DiagnosticsEvent } from '../ports/diagnostics-observer.ts';
import type { SessionResetListener } from '../ports/session-reset-listener.ts';
import { accepted, aFixedAnswer, aSubmitRequest, resultOf, scriptedAssistant, setUpChat } from '../testing/index.ts';
import { createSessionDiagnostics } from './session-diagnostics.ts';

const OPERATOR = { kind: 'operator' } as const;
const USER: Owner = { kind: 'user', userId: '42' };
const UNANSWERED = aFixedAnswer({
  status: 'insufficient_evidence',
  reasonCode: 'NO_EVIDENCE',
  nextAction: 'REFINE_QUERY',
});

function setUp({ resetListeners }: { readonly resetListeners?: readonly SessionResetListener[] } = {}) {
  const resets: { sessionId: string; userKey: string | undefined }[] = [];
  const events: DiagnosticsEvent[] = [];
  const chat = setUpChat({ assistants: [scriptedAssistant(() => UNANSWERED)] });
  const diagnostics = createSessionDiagnostics({
    sessions: chat.sessions,
    resetListeners: resetListeners ?? [{ onReset: async reset => void resets.push(reset) }],
    observer: { on: event => events.push(event) },
    escalationThreshold: () => 3,
    logger: recordingLogger(),
  });
  async function ask(owner: Owner, times: number, text = '제주도 김나루님 배송비 010-1234-5678'): Promise<string> {
    let sessionId = '';
    for (let count = 0; count < times; count += 1) {
      const turn = await accepted(await chat.engine.submit(aSubmitRequest({ owner, text }))).ended;
      ({ sessionId } = turn);
      resultOf(turn);
    }
    return sessionId;
  }
  return { ...chat, diagnostics, resets, diagnosed: events, ask };
}

describe('the state of a session (C-SES-2)', () => {
  it('tells count, threshold and the unresolved question, masked', async () => {
    const { diagnostics, ask } = setUp();
    const sessionId = await ask(USER, 2);
    const outcome = await diagnostics.state({ asker: OPERATOR, sessionId });
    assert.ok(outcome.kind === 'state');
    const { fallbackCount, escalationThreshold, unresolved, recommendedAction } = outcome.report;
    assert.deepEqual([fallbackCount, escalationThreshold, recommendedAction], [2, 3, 'REFINE_QUERY']);
    assert.deepEqual(
      [unresolved?.reasonCode, unresolved?.nextAction, unresolved?.traceId],
      ['NO_EVIDENCE', 'REFINE_QUERY', 'trace-1'],
    );
    assert.doesNotMatch(unresolved?.queryPreview ?? '', /김나루|\d/);
  });

  it('recommends a ticket from the threshold on', async () => {
    const { diagnostics, ask } = setUp();
    const sessionId = await ask(USER, 3);
    const outcome = await diagnostics.state({ asker: OPERATOR, sessionId });
    assert.ok(outcome.kind === 'state');
    assert.equal(outcome.report.recommendedAction, 'OPEN_SUPPORT_TICKET');
    assert.match(outcome.report.recommendedMessage, /문의를 접수/);
  });

  for (const [what, lines] of [
    ['a provider failure', [fail('server')]],
    ['a blocked output', [say('5,000원입니다.'), finish]],
  ] as const) {
    it(`counts ${what}`, async () => {
      const chat = setUpChat({ model: scriptedModel('primary', [lines]) });
      const { sessionId } = await accepted(await chat.engine.submit(aSubmitRequest())).ended;
      assert.equal((await chat.sessions.get(sessionId))?.state.fallbackCount, 1);
    });
  }

  it('is the owner’s to see, by id or alias, and nobody else’s', async () => {
    const { diagnostics, ask } = setUp();
    const sessionId = await ask(USER, 1);
    const seenBy = async (owner: Owner | undefined, id: string) =>
      (await diagnostics.state({ asker: { kind: 'customer', owner }, sessionId: id })).kind;
    assert.equal(await seenBy(USER, sessionId), 'state');
    assert.equal(await seenBy(USER, 'chat-1'), 'state');
    assert.equal(await seenBy({ kind: 'user', userId: '7' }, sessionId), 'not-found');
    assert.equal(await seenBy({ kind: 'user', userId: '7' }, 'u:42'), 'not-found');
    assert.equal(await seenBy(undefined, sessionId), 'not-found');
  });

  it('tells a missing id from a bad one and from one that is not there, and counts each', async () => {
    const { diagnostics, diagnosed } = setUp();
    for (const sessionId of [undefined, '', ['a', 'b'], 'a b', 'x\u0000', 'u:', 'u::x', 'y'.repeat(201), 's:nobody']) {
      await diagnostics.state({ asker: OPERATOR, sessionId });
    }
    assert.deepEqual(
      diagnosed.map(({ result }) => result),
      [
        'missing_session_id',
        'missing_session_id',
        ...Array.from({ length: 6 }, () => 'invalid_session_id'),
        'not_found',
      ],
    );
  });

  it('knows a user’s own space also where no conversation has that name', async () => {
    const outcome = await setUp().diagnostics.state({ asker: OPERATOR, sessionId: 'u:42' });
    assert.ok(outcome.kind === 'state');
    assert.deepEqual([outcome.report.fallbackCount, outcome.report.recommendedAction], [0, 'NONE']);
  });
});

describe('the reset of a session (C-SES-3)', () => {
  it('clears counter and question, tells what they were, and has others forget theirs', async () => {
    const { diagnostics, ask, resets, sessions, diagnosed } = setUp();
    const sessionId = await ask(USER, 2);
    const outcome = await diagnostics.reset({ asker: OPERATOR, sessionId });
    assert.ok(outcome.kind === 'reset');
    assert.deepEqual([outcome.previousFallbackCount, outcome.previousUnresolved?.reasonCode], [2, 'NO_EVIDENCE']);
    assert.deepEqual(resets, [{ sessionId, userKey: 'u:42' }]);
    assert.deepEqual((await sessions.get(sessionId))?.state, { fallbackCount: 0, unresolved: undefined });
    assert.deepEqual(diagnosed.at(-1), { type: 'session-reset', result: 'ok', hadUnresolved: true });
  });

  it('leaves a visitor’s reset to the session alone', async () => {
    const { diagnostics, ask, resets } = setUp();
    const owner = aSubmitRequest().owner;
    const sessionId = await ask(owner, 1);
    await diagnostics.reset({ asker: { kind: 'customer', owner }, sessionId: 'chat-1' });
    assert.deepEqual(resets, [{ sessionId, userKey: undefined }]);
  });

  it('may be repeated', async () => {
    const { diagnostics, ask } = setUp();
    const sessionId = await ask(USER, 1);
    await diagnostics.reset({ asker: OPERATOR, sessionId });
    const again = await diagnostics.reset({ asker: OPERATOR, sessionId });
    assert.ok(again.kind === 'reset');
    assert.deepEqual([again.previousFallbackCount, again.previousUnresolved], [0, undefined]);
  });

  it('keeps the count where a listener fails, so that it can be tried again', async () => {
    const { diagnostics, ask, sessions } = setUp({
      resetListeners: [{ onReset: () => Promise.reject(new Error('away')) }],
    });
    const sessionId = await ask(USER, 1);
    await assert.rejects(diagnostics.reset({ asker: OPERATOR, sessionId }), /away/);
    assert.equal((await sessions.get(sessionId))?.state.fallbackCount, 1);
  });

  it('reaches nothing of another owner', async () => {
    const { diagnostics, ask, resets, sessions } = setUp();
    const sessionId = await ask(USER, 1);
    const stranger = { kind: 'customer', owner: { kind: 'user', userId: '7' } } as const;
    assert.equal((await diagnostics.reset({ asker: stranger, sessionId })).kind, 'not-found');
    assert.deepEqual([resets, (await sessions.get(sessionId))?.state.fallbackCount], [[], 1]);
  });
});
