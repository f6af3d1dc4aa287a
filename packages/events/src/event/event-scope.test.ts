import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { EventScope } from './event-scope.ts';
import type { EventDraft } from './wide-event.ts';

function setUp() {
  const clock = new FakeClock(1_000);
  const emitted: EventDraft[] = [];
  const begin = (): EventScope =>
    new EventScope({ kind: 'chat-turn', route: 'chat/support', requestId: 'r1' }, clock, {
      emit: draft => emitted.push(draft),
    });
  return { clock, emitted, begin };
}

describe('EventScope', () => {
  it('emits once, at the end, with all that was gathered and how long it took (E-EVT-1)', async () => {
    const { clock, emitted, begin } = setUp();
    {
      using event = begin();
      event.set({ provider: 'primary', fields: { 'chat.steps': 1, 'chat.transport': 'sse' } });
      await clock.advance(250);
      event.set({ fields: { 'chat.steps': 2 } });
      event.succeed({ status: 200 });
      assert.equal(emitted.length, 0);
    }
    assert.equal(emitted.length, 1);
    const [draft] = emitted;
    assert.deepEqual(
      [draft?.startedAtMs, draft?.durationMs, draft?.outcome, draft?.provider],
      [1_000, 250, 'ok', 'primary'],
    );
    assert.deepEqual(draft?.fields, { 'chat.steps': 2, 'chat.transport': 'sse' });
  });

  it('counts work that was left by a throw as failed', () => {
    const { emitted, begin } = setUp();
    assert.throws(() => {
      using _event = begin();
      throw new Error('on purpose');
    });
    assert.deepEqual([emitted[0]?.outcome, emitted[0]?.error?.code], ['failed', 'OUTCOME_UNKNOWN']);
  });

  it('emits nothing more after its end', () => {
    const { emitted, begin } = setUp();
    const event = begin();
    event.fail({ code: 'X', class: 'server' });
    event[Symbol.dispose]();
    event.succeed();
    event[Symbol.dispose]();
    assert.deepEqual(
      emitted.map(({ outcome }) => outcome),
      ['failed'],
    );
  });
});
