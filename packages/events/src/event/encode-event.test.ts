import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aDraft, aFailedDraft, AN_INSTANT_MS } from '../testing/an-event.ts';
import { encodeEvent, type EventStamp } from './encode-event.ts';
import { decodeEvent } from './encoded-event.ts';
import { wideEventSchema } from './event-schema.ts';
import { FIELD_KINDS, STRUCTURE_KEYS } from './field-names.ts';
import type { EventDraft, WideEvent } from './wide-event.ts';

const STAMP: EventStamp = {
  producer: '0000000A',
  sequence: 7,
  vitalSequence: undefined,
  atMs: AN_INSTANT_MS,
  instance: 'instance-1',
  version: '0.1.0',
  sample: { kept: true, rule: 'share', rate: 0.05 },
};

function stored(draft: EventDraft): WideEvent {
  return wideEventSchema.parse(JSON.parse(encodeEvent(draft, STAMP).text)) as WideEvent;
}

function storedFields(fields: unknown): Readonly<Record<string, unknown>> {
  return { ...stored(aDraft({ fields: fields as NonNullable<EventDraft['fields']> })).fields };
}

describe('encodeEvent', () => {
  it('keeps what the work told and adds what the pipeline knows (E-EVT-1)', () => {
    const draft = aFailedDraft({
      traceId: 'trace-1',
      sessionId: 'session-1',
      tenant: 'shop',
      assistant: 'support',
      intent: 'SHIPPING',
      provider: 'primary',
      attempts: 2,
      tokens: { input: 300, output: 40, cachedInput: 100, reasoning: 5 },
      costMicros: 85,
      cacheHit: false,
      decision: { id: 'd1', reason: 'health', failedOver: true, exhausted: false },
      fields: { 'chat.question_length': 12, 'chat.tool_calls': ['order-status'], 'router.stages': [{ stage: 'cost' }] },
    });
    const event = stored(draft);
    assert.deepEqual({ ...event, ...draft }, event);
    assert.equal(event.eventId.slice(10), '0000000A00000007');
    assert.deepEqual(event.sample, STAMP.sample);
    assert.equal(event.cut, undefined);
  });

  it('leaves out every name that is not in the table, and counts it', () => {
    const event = stored(aDraft({ fields: { 'chat.steps': 2, message: 'hello' } as never }));
    assert.deepEqual([event.fields, event.cut], [{ 'chat.steps': 2 }, 1]);
    const extra = { ...aDraft(), question: '환불해 주세요' } as EventDraft;
    assert.ok(!encodeEvent(extra, STAMP).text.includes('환불'));
  });

  it('does not mistake inherited names for fields', () => {
    assert.deepEqual(storedFields({ constructor: 'a', ['__proto__']: 'b', toString: 'c' }), {});
  });

  it('never stores words of people: whatever has white space, other scripts, or the form of what is private', () => {
    const people = ['환불해주세요', 'please help', 'kim@example.com', '010-1234-5678', '1234-5678-9012-3456'];
    const secrets = ['sk-abcdefgh12345678', 'eyJhbGciOiJIUzI1NiJ9.e30', 'AKIAABCDEFGHIJKL', '900101-1234567'];
    for (const word of [...people, ...secrets]) {
      const text = encodeEvent(
        aDraft({ requestId: word, tenant: word, fields: { 'tool.name': word, 'router.stages': { name: word } } }),
        STAMP,
      ).text;
      assert.ok(!text.includes(word), word);
      assert.ok(text.includes('[redacted]'), word);
    }
    for (const word of ['gpt-4o-mini@2025', '/v1/chat/:id', 'us.anthropic.claude-v1:0', '20251120000001', 'skip-1']) {
      assert.equal(stored(aDraft({ tenant: word })).tenant, word);
    }
  });

  it('takes ids, numbers and quotations out of the sentences of our own errors', () => {
    const message = 'Order 4711 of "김철수" <a@b.kr> failed after 3.5 s at https://x.kr/?q=1';
    const event = stored(aFailedDraft({ error: { code: 'X', class: 'server', message } }));
    assert.equal(event.error?.message, 'Order <number> of <quote> <<email>> failed after <number> s at <url>');
  });

  it('cuts what is too deep, too many, too long, or a circle', () => {
    const circle: Record<string, unknown> = { name: 'a' };
    circle['items'] = [circle];
    assert.deepEqual(storedFields({ 'router.stages': circle }), { 'router.stages': { name: 'a', items: [null] } });

    let deep: unknown = 1;
    for (let level = 0; level < 20; level += 1) deep = { items: deep };
    assert.equal(JSON.stringify(storedFields({ 'router.stages': deep })).split('items').length - 1, 7);

    const many = storedFields({ 'router.stages': Array.from({ length: 1_000 }, () => 1) })['router.stages'];
    assert.ok((many as unknown[]).length < 200);
    assert.equal(stored(aDraft({ tenant: 'x'.repeat(1_000) })).tenant?.length, 256);
    assert.equal(
      stored(aFailedDraft({ error: { code: 'a', class: 'b', message: 'x '.repeat(9_000) } })).error?.message?.length,
      200,
    );
    const frames = Array.from({ length: 9 }, (_, index) => `file.ts:f${index}`);
    assert.equal(stored(aFailedDraft({ error: { code: 'a', class: 'b', frames } })).error?.frames?.length, 3);
  });

  it('leaves out values of the wrong kind instead of storing them', () => {
    const wrong = {
      'chat.steps': Number.NaN,
      'tool.name': 5,
      'chat.handed_off': 'yes',
      'chat.guards': 'a',
      'router.stages': 1n,
    };
    assert.deepEqual(storedFields(wrong), {});
    assert.equal(stored(aDraft({ durationMs: -5 })).durationMs, 0);
    assert.equal(stored({ ...aDraft(), kind: 'made-up' as never, outcome: 'odd' as never }).outcome, 'failed');
  });

  it('gives up the fields of an event that is larger than 64 KiB, and keeps the rest', () => {
    const words = Array.from({ length: 199 }, () => 'x'.repeat(256));
    const event = stored(aFailedDraft({ fields: { 'chat.tool_calls': words, 'chat.guards': words } }));
    assert.deepEqual([event.fields, event.cut, event.error?.code], [undefined, 1, 'NARU_ALL_PROVIDERS_FAILED']);
  });

  it('makes a valid event of at most 64 KiB out of anything (property)', () => {
    const name = fc.oneof(fc.constantFrom(...Object.keys(FIELD_KINDS)), fc.string());
    const key = fc.oneof(fc.constantFrom(...STRUCTURE_KEYS), fc.string());
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 10 },
        fc.anything(),
        fc.string({ maxLength: 300 }),
        fc.array(tie('value'), { maxLength: 10 }),
        fc.dictionary(key, tie('value'), { maxKeys: 10 }),
      ),
    }));
    const draft = fc.record({
      kind: value,
      route: value,
      requestId: value,
      outcome: value,
      startedAtMs: value,
      durationMs: value,
      tenant: value,
      error: fc.option(fc.record({ code: value, class: value, frames: value, message: value }), { nil: undefined }),
      fields: fc.dictionary(name, value),
    });
    fc.assert(
      fc.property(draft, drawn => {
        const { text } = encodeEvent(drawn as unknown as EventDraft, STAMP);
        assert.ok(Buffer.byteLength(text) <= 65_536);
        wideEventSchema.parse(JSON.parse(text));
        assert.ok(decodeEvent(text));
      }),
      { numRuns: 100 },
    );
  });
});

describe('decodeEvent', () => {
  it('knows nothing of other versions and of what is no event', () => {
    const { text } = encodeEvent(aDraft(), STAMP);
    assert.ok(decodeEvent(text));
    for (const other of [text.replace('"schema":1', '"schema":2'), text.slice(0, -1), 'null', '[]', '{}', '']) {
      assert.equal(decodeEvent(other), undefined, other);
    }
  });
});
