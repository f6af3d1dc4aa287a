import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SseParser, type SseEvent, type SseParserOptions } from './sse-parser.ts';
import { TransportError } from './transport-error.ts';

interface PlainEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

function parse(chunks: readonly (string | Uint8Array)[], options: SseParserOptions = {}): SseEvent[] {
  const parser = new SseParser(options);
  const events: SseEvent[] = [];
  for (const chunk of chunks) parser.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, events);
  parser.end(events);
  return events;
}

const plain = (events: readonly SseEvent[]): PlainEvent[] => events.map(({ event, data, id }) => ({ event, data, id }));
const dataOf = (...chunks: readonly string[]): string[] => parse(chunks).map(({ data }) => data);

/** The standard's algorithm over the whole text, written the slow and plain way. */
function oracle(text: string): PlainEvent[] {
  const events: PlainEvent[] = [];
  let [event, id] = ['', ''];
  let data: string[] = [];
  for (const line of [...text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/), '']) {
    if (line === '') {
      if (data.length > 0) events.push({ event, data: data.join('\n'), id });
      [event, data] = ['', []];
      continue;
    }
    if (line.startsWith(':')) continue;
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    if (field === 'id') id = value;
  }
  return events;
}

describe('SseParser', () => {
  it('reads LF, CRLF and CR, also mixed', () => {
    assert.deepEqual(dataOf('data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\r\n\ndata: e\n\r\n'), [
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  it('takes one space after the colon, or none', () => {
    assert.deepEqual(dataOf('data:a\n\ndata: b\n\ndata:  c\n\n'), ['a', 'b', ' c']);
  });

  it('joins data lines with line feeds', () => {
    assert.deepEqual(dataOf('data: 하나\ndata\ndata: 셋\n\n'), ['하나\n\n셋']);
  });

  it('passes over comments, unknown fields and events without data', () => {
    assert.deepEqual(dataOf(': ping\n\nretry: 5\n\nevent: x\n\ndatum: no\ndata: yes\n\n'), ['yes']);
  });

  it('keeps event names for their event and ids for those after', () => {
    const events = plain(parse(['event: delta\nid: 7\ndata: a\n\ndata: b\n\n']));
    assert.deepEqual(events, [
      { event: 'delta', data: 'a', id: '7' },
      { event: '', data: 'b', id: '7' },
    ]);
  });

  it('strips a byte order mark, wherever it is cut', () => {
    const bytes = Buffer.from('\uFEFFdata: a\n\n');
    for (let at = 0; at <= 4; at += 1) {
      const events = parse([bytes.subarray(0, at), bytes.subarray(at)], { keepFrames: true });
      assert.deepEqual(
        events.map(({ data, frame }) => [data, Buffer.from(frame).toString()]),
        [['a', 'data: a\n\n']],
      );
    }
  });

  it('gives the last event without its blank line, and its frame one', () => {
    for (const ending of ['', '\n']) {
      const [event] = parse([`data: 끝${ending}`], { keepFrames: true });
      assert.equal(event?.data, '끝');
      assert.match(Buffer.from(event?.frame ?? []).toString(), /^data: 끝\n\n/);
    }
  });

  const LINES = [
    'data: 안녕하세요',
    'data:👋🏽 hi',
    ': 하트비트',
    'event: delta',
    'id: 3',
    'data',
    'data: a:b',
    'x',
    '',
    '',
  ];
  const stream = fc
    .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 24 })
    .map(lines => lines.map(([line, ending]) => line + ending).join(''));

  it('gives the same events for every split of any stream into two, and byte by byte', () => {
    fc.assert(
      fc.property(stream, fc.boolean(), (body, hasMark) => {
        const text = (hasMark ? '\uFEFF' : '') + body;
        const bytes = Buffer.from(text);
        const expected = oracle(text);
        for (let at = 0; at <= bytes.length; at += 1) {
          assert.deepEqual(plain(parse([bytes.subarray(0, at), bytes.subarray(at)])), expected, `split at byte ${at}`);
        }
        const single = Array.from(bytes, byte => Uint8Array.of(byte));
        assert.deepEqual(plain(parse(single)), expected, 'byte by byte');
      }),
      { numRuns: 60 },
    );
  });

  it('gives frames that parse to the same events and hold every byte of them, for any split', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200), { maxLength: 6 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const edges = [0, ...cuts.map(cut => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        const events = parse(chunks, { keepFrames: true });
        const frames = Buffer.concat(events.map(({ frame }) => frame)).toString();
        assert.deepEqual(
          oracle(frames).map(({ data }) => data),
          oracle(text).map(({ data }) => data),
        );
        for (const { frame } of events) assert.equal(oracle(Buffer.from(frame).toString()).length, 1);
      }),
      { numRuns: 200 },
    );
  });

  it('does not copy events that lie within one chunk', () => {
    const chunk = Buffer.from('data: a\n\n');
    const [event] = parse([chunk], { keepFrames: true });
    assert.equal(event?.frame.buffer, chunk.buffer);
  });

  it('ends with stream_broken at a line over its limit, in one chunk or in many', () => {
    const line = `data: ${'x'.repeat(5_000)}`;
    const isBroken = (error: unknown): boolean => error instanceof TransportError && error.kind === 'stream_broken';
    assert.throws(() => parse([`${line}\n\n`], { maxLineBytes: 4_096 }), isBroken);
    assert.throws(() => parse(line.match(/.{1,100}/g)!, { maxLineBytes: 4_096 }), isBroken);
    assert.throws(
      () =>
        parse(
          Array.from({ length: 100 }, () => 'data: 0123456789\n'),
          { maxEventBytes: 1_000 },
        ),
      isBroken,
    );
    assert.equal(parse([`${line}\n\n`], { maxLineBytes: 8_192 }).length, 1);
  });

  it('refuses a 10 MiB line after little more than 1 MiB of it (fault 10)', () => {
    const parser = new SseParser();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let pushed = 0;
    assert.throws(() => {
      for (; pushed < 160; pushed += 1) parser.push(chunk, []);
    }, TransportError);
    assert.ok(pushed <= 17, `${pushed} chunks were taken in`);
  });
});
