import { eventIdOf, type EncodedEvent, type EventDraft } from '@naru/events';

const AT_MS = 1_763_640_000_000;
const PRODUCER = '0000BENC';

/** A chat turn as a running shop would tell it: about nine hundred bytes once it is stored. */
export function anEventDraft(count: number): EventDraft {
  const digits = count.toString(16).padStart(32, '0');
  return {
    kind: 'chat-turn',
    route: 'chat/support',
    requestId: digits,
    traceId: digits,
    sessionId: `session-${count % 1_000}`,
    outcome: 'ok',
    status: 200,
    startedAtMs: AT_MS + count,
    durationMs: 1_234.5,
    tenant: 'shop',
    assistant: 'support',
    intent: 'SHIPPING',
    provider: 'primary',
    attempts: 1,
    tokens: { input: 1_312, output: 184, cachedInput: 1_024 },
    costMicros: 312,
    cacheHit: false,
    decision: { id: digits, reason: 'default', failedOver: false },
    fields: {
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
      'chat.transport': 'sse',
      'chat.question_length': 42,
      'chat.answer_length': 388,
      'chat.citations': 2,
      'chat.steps': 1,
      'chat.tool_calls': [],
      'chat.first_word_ms': 612,
    },
  };
}

export function someEncodedEvents(count: number): readonly EncodedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = AT_MS + Math.floor(index / 20);
    const sequence = index + 1;
    const eventId = eventIdOf(atMs, PRODUCER, sequence);
    const draft = anEventDraft(index);
    const event = {
      ...draft,
      schema: 1,
      eventId,
      producer: PRODUCER,
      sequence,
      atMs,
      instance: 'bench',
      version: '0.1.0',
      sample: { kept: true, rule: 'share', rate: 1 },
    };
    return { eventId, requestId: draft.requestId, producer: PRODUCER, atMs, text: JSON.stringify(event) };
  });
}
