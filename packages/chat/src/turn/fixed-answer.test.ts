import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemorySessionStore } from '../memory/memory-session-store.ts';
import type { FixedAnswer } from '../assistant/assistant.ts';
import {
  accepted,
  aFixedAnswer,
  aSubmitRequest,
  readChunks,
  resultOf,
  scriptedAssistant,
  setUpChat,
} from '../testing/index.ts';

async function ask(answers: readonly FixedAnswer[], sessions = createMemorySessionStore()) {
  let next = 0;
  const { engine } = setUpChat({ sessions, assistants: [scriptedAssistant(() => answers[next++] ?? aFixedAnswer())] });
  const seen = [];
  for (const [index] of answers.entries()) {
    const stream = accepted(await engine.submit(aSubmitRequest({ clientMessageId: `message-${index}` })));
    const chunks = await readChunks(stream);
    const state = (await sessions.find('a:owner-1', 'chat-1'))?.state;
    seen.push({ chunks, result: resultOf(await stream.ended), state });
  }
  return seen;
}

const UNANSWERED = aFixedAnswer({ status: 'insufficient_evidence', reasonCode: 'NO_EVIDENCE' });

describe('a fixed answer', () => {
  it('shows its ticket, keeps it in history and gives it to JSON', async () => {
    const ticket = { state: 'cooldown', number: 'STK20261120001', nextAllowedAtMs: 30_000 } as const;
    const [seen] = await ask([aFixedAnswer({ ticket, retryAfterMs: 30_000 })]);
    const part = seen?.chunks.find(chunk => chunk.type === 'data-ticket');
    assert.deepEqual(part?.data, {
      v: 1,
      state: 'cooldown',
      number: 'STK20261120001',
      nextAllowedAt: '1970-01-01T00:00:30.000Z',
    });
    assert.deepEqual([seen?.result.ticket, seen?.result.retryAfterMs], [ticket, 30_000]);
    assert.deepEqual(seen?.result.dataParts, [part]);
    const end = seen?.chunks.at(-1);
    assert.equal(end?.type === 'finish' && end.messageMetadata.retryAfterMs, 30_000);
  });

  it('says of a ticket without a number that it has none', async () => {
    const [seen] = await ask([aFixedAnswer({ ticket: { state: 'cooldown', number: undefined } })]);
    const part = seen?.chunks.find(chunk => chunk.type === 'data-ticket');
    assert.equal(part?.data.number, null);
  });

  it('keeps what it says of the system itself', async () => {
    const systemCitations = [
      { source: 'ticket_create_cooldown', endpoint: 'POST /api/v1/support/tickets', snippet: 'x' },
    ];
    const [seen] = await ask([aFixedAnswer({ systemCitations })]);
    assert.deepEqual(seen?.result.systemCitations, systemCitations);
  });

  it('that settles the matter clears counter and unresolved question (S-TKT-6); another leaves them', async () => {
    const seen = await ask([UNANSWERED, aFixedAnswer(), aFixedAnswer({ settlesMatter: true })]);
    assert.deepEqual(
      seen.map(({ state }) => [state?.fallbackCount, state?.unresolved?.reasonCode]),
      [
        [1, 'NO_EVIDENCE'],
        [1, 'NO_EVIDENCE'],
        [0, undefined],
      ],
    );
  });
});
