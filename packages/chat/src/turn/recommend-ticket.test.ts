import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemorySessionStore } from '../memory/memory-session-store.ts';
import { accepted, aFixedAnswer, aSubmitRequest, resultOf, scriptedAssistant, setUpChat } from '../testing/index.ts';

const NOTHING = aFixedAnswer({
  status: 'insufficient_evidence',
  reasonCode: 'NO_EVIDENCE',
  nextAction: 'REFINE_QUERY',
});
const SUPPORTED = aFixedAnswer({ settlesMatter: true, nextAction: 'NONE' });
const ASKS_BACK = aFixedAnswer({ status: 'needs_input', nextAction: 'PROVIDE_REQUIRED_INFO' });

/** What each answer in a conversation recommends. */
async function recommended(answers: readonly (typeof NOTHING)[], fallbackEscalateThreshold?: number) {
  let next = 0;
  const { engine } = setUpChat({
    sessions: createMemorySessionStore(),
    assistants: [scriptedAssistant(() => answers[next++] ?? NOTHING)],
    settings: fallbackEscalateThreshold === undefined ? {} : { fallbackEscalateThreshold },
  });
  const seen = [];
  for (const index of answers.keys()) {
    const stream = accepted(await engine.submit(aSubmitRequest({ clientMessageId: `message-${index}` })));
    seen.push(resultOf(await stream.ended).nextAction);
  }
  return seen;
}

describe('the ticket that an answer recommends (C-SES-2, C-JSON-1)', () => {
  it('comes with the answer that makes too many without support, and those after it', async () => {
    assert.deepEqual(await recommended([NOTHING, NOTHING, NOTHING, NOTHING], 3), [
      'REFINE_QUERY',
      'REFINE_QUERY',
      'OPEN_SUPPORT_TICKET',
      'OPEN_SUPPORT_TICKET',
    ]);
  });

  it('is not recommended where a supported answer came between, nor instead of what an answer asks for', async () => {
    assert.deepEqual(await recommended([NOTHING, SUPPORTED, NOTHING, ASKS_BACK], 2), [
      'REFINE_QUERY',
      'NONE',
      'REFINE_QUERY',
      'PROVIDE_REQUIRED_INFO',
    ]);
  });

  it('is none without a threshold', async () => {
    assert.deepEqual(await recommended([NOTHING, NOTHING]), ['REFINE_QUERY', 'REFINE_QUERY']);
  });
});
