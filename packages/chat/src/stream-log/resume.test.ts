import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { call, finish, say, scriptedModel, wait } from '@naru/language-model/testing';
import type { TurnStream } from '../engine.ts';
import type { LoggedChunk, StreamLog } from '../ports/stream-log.ts';
import {
  accepted,
  aSession,
  askModelWith,
  aSource,
  aTurnClaim,
  aSubmitRequest,
  readAll,
  scriptedAssistant,
  setUpChat,
} from '../testing/index.ts';
import type { TurnChunk } from '../turn/turn-chunk.ts';

const OWNER = aSubmitRequest().owner;
const toolCalls = { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } } as const;

/** An answer of every kind of chunk, with a pause after each of its batches. */
function setUp() {
  const clock = new FakeClock();
  const pause = wait(10);
  const model = scriptedModel(
    'primary',
    [
      [say('찾아'), pause, say('볼게요'), pause, call('find', {}), toolCalls],
      [say('이틀 '), pause, say('걸립니다 '), pause, say('[1'), pause, say('].'), pause, say(' 🙂'), finish],
    ],
    clock,
  );
  const tool = {
    name: 'find',
    description: '',
    inputSchema: {},
    hasSideEffects: false,
    run: async () => ({ kind: 'result', resultText: '예' }) as const,
  };
  const assistant = scriptedAssistant(question => askModelWith({ sources: [aSource()], tools: [tool] }, question));
  return setUpChat({ model, clock, assistants: [assistant] });
}

/** Reads until `count` chunks have come, then leaves. */
async function readSome(stream: TurnStream, count: number, afterSeq: number): Promise<readonly LoggedChunk[]> {
  const read: LoggedChunk[] = [];
  if (count === 0) return read;
  for await (const batch of stream.read(afterSeq, new AbortController().signal)) {
    for (const logged of batch) {
      read.push(logged);
      if (read.length === count) return read;
    }
  }
  return read;
}

function whole(read: readonly LoggedChunk[]): readonly TurnChunk[] {
  const joined: TurnChunk[] = [];
  for (const { chunk } of read) {
    const last = joined.at(-1);
    const isSameText = chunk.type === 'text-delta' && last?.type === 'text-delta' && last.id === chunk.id;
    if (isSameText) joined[joined.length - 1] = { ...last, delta: last.delta + chunk.delta };
    else joined.push(chunk);
  }
  return joined;
}

async function uncutAnswer(): Promise<readonly LoggedChunk[]> {
  const { engine, clock } = setUp();
  const stream = accepted(await engine.submit(aSubmitRequest()));
  const reading = readAll(stream);
  await clock.advance(1_000);
  return reading;
}

describe('resuming (C-SSE-2)', () => {
  it('gives the uncut answer, wherever the reading was cut, by going on from the last chunk', async () => {
    const uncut = await uncutAnswer();
    for (let cut = 0; cut <= uncut.length; cut += 1) {
      const { engine, clock } = setUp();
      const stream = accepted(await engine.submit(aSubmitRequest()));
      const reading = readSome(stream, cut, 0).then(async before => {
        const after = await readAll(stream, before.at(-1)?.seq ?? 0);
        return [...before, ...after];
      });
      await clock.advance(1_000);
      assert.deepEqual(whole(await reading), whole(uncut), `cut after ${cut} chunks`);
    }
  });

  it('gives the uncut answer, wherever the reading was cut, by a replay from the start under the same message id', async () => {
    const uncut = await uncutAnswer();
    // From the last words on nothing waits any more: the end may be stored before the reader asks.
    const lastWords = uncut.findLastIndex(({ chunk }) => chunk.type === 'text-delta');
    for (let cut = 0; cut < lastWords; cut += 1) {
      const { engine, clock } = setUp();
      const stream = accepted(await engine.submit(aSubmitRequest()));
      const resuming = readSome(stream, cut, 0).then(async () => {
        const resumed = await engine.resume(OWNER, 'chat-1');
        return resumed && { messageId: resumed.messageId, read: await readAll(resumed) };
      });
      await clock.advance(1_000);
      const resumed = await resuming;
      assert.ok(resumed, `still running after ${cut} chunks`);
      assert.equal(resumed.messageId, stream.messageId);
      assert.deepEqual(whole(resumed.read), whole(uncut), `cut after ${cut} chunks`);
    }
  });

  it('finds nothing once the answer has ended', async () => {
    const { engine, clock } = setUp();
    const stream = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(1_000);
    await stream.ended;
    assert.equal(await engine.resume(OWNER, 'chat-1'), undefined);
    assert.equal(await engine.resume(OWNER, 'unknown'), undefined);
  });

  it('finds an ended stream by its id while it is kept, and not afterwards', async () => {
    const { engine, clock } = setUp();
    const { streamId } = accepted(await engine.submit(aSubmitRequest()));
    await clock.advance(1_000);
    const found = await engine.stream(OWNER, streamId);
    assert.equal(found && (await readAll(found)).at(-1)?.chunk.type, 'finish');
    await clock.advance(600_000);
    assert.equal(await engine.stream(OWNER, streamId), undefined);
    assert.equal(await engine.stream(OWNER, 'unknown'), undefined);
  });

  it('tells history which stream is active', async () => {
    const { engine, clock } = setUp();
    const stream = accepted(await engine.submit(aSubmitRequest()));
    assert.equal((await engine.history(OWNER, 'chat-1'))?.activeStreamId, stream.streamId);
    await clock.advance(1_000);
    assert.equal((await engine.history(OWNER, 'chat-1'))?.activeStreamId, undefined);
  });
});

describe('a stream whose process has died', () => {
  it('is ended for its reader once the lease is over, with an honest last chunk', async () => {
    const clock = new FakeClock();
    const { turns, sessions, streamLog } = setUpChat({ clock });
    await sessions.open(aSession());
    await turns.claim(aTurnClaim({ id: 'turn-1' }));
    const said: LoggedChunk = { seq: 1, chunk: { type: 'text-delta', id: 'text-1', delta: '이틀' } };
    const silent: StreamLog = {
      ...streamLog,
      has: async () => true,
      read: async (_streamId, afterSeq) => Readable.from(afterSeq < 1 ? [[said]] : []),
    };
    const { engine } = setUpChat({ clock, turns, sessions, streamLog: silent });
    const stream = await engine.resume(OWNER, 'session-1');
    assert.ok(stream);
    let read: readonly LoggedChunk[] | undefined;
    void readAll(stream).then(chunks => (read = chunks));
    for (let second = 0; !read && second < 60; second += 1) await clock.advance(1_000);
    assert.deepEqual(read?.[0], said);
    assert.equal(read?.at(-1)?.chunk.type, 'error');
    assert.deepEqual(
      read?.map(({ seq }) => seq),
      [1, 2, 3],
    );
    assert.equal(clock.pending, 0);
  });
});
