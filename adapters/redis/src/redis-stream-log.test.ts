import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { LoggedChunk, StreamLog, TurnChunk } from '@naru/chat';
import { createMemorySessionStore, createMemoryStreamLog, createMemoryTurnStore } from '@naru/chat/memory';
import { accepted, aSubmitRequest, describeStreamLog, readChunks, setUpChat, textOf } from '@naru/chat/testing';
import { systemClock, systemRandom } from '@naru/kernel';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import type { LanguageModel } from '@naru/language-model';
import { finish } from '@naru/language-model/testing';
import { openRedisCommands, type RedisCommands } from './redis-commands.ts';
import { createRedisStreamLog } from './redis-stream-log.ts';
import { aPrefix } from './testing/a-prefix.ts';
import { describeWithRedis, REDIS_URL } from './testing/redis-service.ts';
import { until } from './testing/until.ts';

const END: TurnChunk = { type: 'abort', reason: 'stopped' };
const delta = (text: string): TurnChunk => ({ type: 'text-delta', id: 'text-1', delta: text });

async function readFrom(log: StreamLog, afterSeq = 0): Promise<readonly LoggedChunk[] | undefined> {
  const batches = await log.read('stream-1', afterSeq, new AbortController().signal);
  return batches && (await Array.fromAsync(batches)).flat();
}

const wordsOf = (chunks: readonly LoggedChunk[] = []) =>
  chunks.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('');

await describeWithRedis('the stream log in Redis', () => {
  const opened = new AsyncDisposableStack();
  after(() => opened.disposeAsync());

  async function commands(): Promise<RedisCommands> {
    const redis = opened.adopt(openRedisCommands(REDIS_URL, systemRandom), open => open.close());
    const isUp = () =>
      redis.evaluate('return 1', [], []).then(
        () => true,
        () => false,
      );
    await until('Redis answers', isUp, 5_000);
    return redis;
  }

  async function setUp(clock = systemClock as FakeClock | typeof systemClock) {
    const { prefix, clean } = aPrefix(REDIS_URL);
    opened.defer(clean);
    const redis = await commands();
    const logger = recordingLogger();
    const aProcess = (through: Pick<RedisCommands, 'evaluate'> = redis) =>
      createRedisStreamLog({ redis: through, local: createMemoryStreamLog({ clock }), prefix, clock, logger });
    return { redis, aProcess, logger };
  }

  describeStreamLog('Redis', async clock => (await setUp(clock)).aProcess());

  it('gives another process what one has said, whole, from any point', async () => {
    const { aProcess } = await setUp();
    const [one, other] = [aProcess(), aProcess()];
    one.open('stream-1');
    for (const text of '이틀쯤 걸립니다 🙂') one.append('stream-1', [delta(text)]);
    one.append('stream-1', [END]);
    await one.settled();
    const whole = await readFrom(other);
    assert.equal(wordsOf(whole), '이틀쯤 걸립니다 🙂');
    assert.deepEqual(whole?.at(-1)?.chunk, END);
    for (const { seq } of whole ?? []) assert.deepEqual(await readFrom(other, seq), whole?.slice(seq));
  });

  it('lets a reader in another process follow what is being said', async () => {
    const { aProcess } = await setUp();
    const [one, other] = [aProcess(), aProcess()];
    one.open('stream-1');
    one.append('stream-1', [delta('이틀')]);
    await one.settled();
    assert.equal(await other.has('stream-1'), true);
    const reading = readFrom(other);
    one.append('stream-1', [delta('쯤 ')]);
    await one.settled();
    one.append('stream-1', [delta('걸립니다'), END]);
    const chunks = await reading;
    assert.equal(wordsOf(chunks), '이틀쯤 걸립니다');
    assert.deepEqual(
      chunks?.map(({ seq }) => seq),
      [1, 2, 3, 4],
    );
  });

  it('lets a customer whose answer one process makes read it from another, to its end', async () => {
    const { aProcess } = await setUp();
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const model: LanguageModel = {
      id: 'primary',
      async *stream() {
        yield [{ type: 'text-delta', text: '이틀이 걸립니다.' }];
        await goOn;
        yield [{ type: 'text-delta', text: ' 곧 도착합니다.' }, finish];
      },
    };
    const stores = { sessions: createMemorySessionStore(), turns: createMemoryTurnStore() };
    const [one, other] = [aProcess(), aProcess()];
    const first = setUpChat({ ...stores, streamLog: one, model });
    const second = setUpChat({ ...stores, streamLog: other });
    const asked = accepted(await first.engine.submit(aSubmitRequest()));
    await until('words are there', () => other.has(asked.streamId), 5_000);
    const resumed = await second.engine.resume(aSubmitRequest().owner, 'chat-1');
    assert.ok(resumed);
    const reading = readChunks(resumed);
    resolve();
    const [seen, own] = [await reading, await readChunks(asked)];
    assert.equal(textOf(seen), '이틀이 걸립니다. 곧 도착합니다.');
    assert.deepEqual(seen.at(-1), own.at(-1));
  });

  it('copies all of it, once, over commands that fail or whose answer is lost', async () => {
    const { aProcess, redis } = await setUp();
    let calls = 0;
    const shaky: Pick<RedisCommands, 'evaluate'> = {
      async evaluate(...command) {
        calls += 1;
        if (calls % 3 === 1) throw new Error('away');
        const answer = await redis.evaluate(...command);
        if (calls % 3 === 2) throw new Error('answer lost');
        return answer;
      },
    };
    const one = aProcess(shaky);
    one.open('stream-1');
    for (const text of ['가', '나', '다']) {
      one.append('stream-1', [delta(text)]);
      await one.settled();
    }
    one.append('stream-1', [END]);
    await one.settled();
    assert.equal(wordsOf(await readFrom(aProcess())), '가나다');
  });

  it('ends without a last chunk for a stream whose process has died', async () => {
    const clock = new FakeClock();
    const { aProcess } = await setUp(clock);
    const one = aProcess();
    one.open('stream-1');
    one.append('stream-1', [delta('이틀')]);
    await one.settled();
    const reading = readFrom(aProcess());
    let chunks: readonly LoggedChunk[] | undefined;
    void reading.then(read => (chunks = read));
    await until(
      'the reader gives up',
      async () => {
        await clock.advance(1_000);
        return chunks !== undefined;
      },
      20_000,
    );
    assert.equal(wordsOf(chunks), '이틀');
  });
});

it('without Redis gives its own streams, and says that no other process can', async () => {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const redis = { evaluate: () => Promise.reject(new Error('away')) };
  const log = createRedisStreamLog({ redis, local: createMemoryStreamLog({ clock }), clock, logger });
  log.open('stream-1');
  log.append('stream-1', [delta('이틀'), END]);
  assert.equal(wordsOf(await readFrom(log)), '이틀');
  assert.equal(await log.has('stream-2'), false);
  for (let round = 0; round < 30; round += 1) await clock.advance(250);
  await log.settled();
  assert.deepEqual(
    logger.entries.map(({ level }) => level),
    ['warn'],
  );
});
