import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChatEngine } from '@naru/chat';
import { createMemoryStreamLog } from '@naru/chat/memory';
import { accepted, aSubmitRequest, CHAT_SETTINGS, readChunks, resultOf, scriptedAssistant } from '@naru/chat/testing';
import { createSystemIds, systemClock as clock, systemRandom as random } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import type { LanguageModel } from '@naru/language-model';
import { finish } from '@naru/language-model/testing';
import { createSqlSessionStore, createSqlTurnStore, openSqlite } from '@naru/sql';

const LOCKED_MS = 1_500;

/** A model that has its answer locked in the middle: `whileSpeaking` runs between its two sentences. */
function speaking(whileSpeaking: () => Promise<void>): LanguageModel {
  return {
    id: 'primary',
    async *stream() {
      yield [{ type: 'text-delta', text: '이틀이 걸립니다. ' }];
      await whileSpeaking();
      yield [{ type: 'text-delta', text: '곧 도착합니다.' }, finish];
    },
  };
}

async function setUp(t: TestContext, model: (lock: () => () => void) => LanguageModel, lockWaitMs = 300) {
  const folder = mkdtempSync(join(tmpdir(), 'naru-locked-'));
  const path = join(folder, 'naru.db');
  const database = await openSqlite({ path, clock, random, lockWaitMs });
  const other = new DatabaseSync(path);
  t.after(async () => {
    other.close();
    await database[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const lock = () => {
    other.exec('BEGIN EXCLUSIVE');
    return () => other.exec('COMMIT');
  };
  const logger = recordingLogger();
  const engine = createChatEngine({
    assistants: [scriptedAssistant()],
    languageModel: () => model(lock),
    sessions: createSqlSessionStore(database),
    turns: createSqlTurnStore(database),
    streamLog: createMemoryStreamLog({ clock }),
    observer: { on() {} },
    settings: CHAT_SETTINGS,
    clock,
    random,
    ids: createSystemIds(),
    logger,
  });
  return { engine, lock, logger };
}

describe('a database that is locked for seconds (S-SES)', () => {
  it('delays the end of an answer, and loses nothing of it', async t => {
    let lockedAtMs = 0;
    const { engine } = await setUp(
      t,
      lock =>
        speaking(async () => {
          const unlock = lock();
          lockedAtMs = performance.now();
          void sleep(LOCKED_MS).then(unlock);
        }),
      1_000,
    );
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    assert.ok(performance.now() - lockedAtMs >= LOCKED_MS - 50, 'it waited for the lock');
    assert.equal(chunks.at(-1)?.type, 'finish');
    const history = await engine.history(aSubmitRequest().owner, 'chat-1');
    assert.deepEqual(
      history?.turns.map(turn => resultOf(turn).text),
      ['이틀이 걸립니다. 곧 도착합니다.'],
    );
  });

  it('has the customer told at once that the message was not taken; sent again it is answered, once', async t => {
    const { engine, lock, logger } = await setUp(t, () => speaking(async () => {}));
    const request = aSubmitRequest({ clientMessageId: 'message-1' });
    const unlock = lock();
    const refused = await engine.submit(request);
    assert.ok(refused.kind === 'refused');
    assert.deepEqual([refused.error.code, refused.error.retryable], ['INTERNAL', true]);
    assert.match(refused.error.message, /잠시 후 다시 시도/);
    unlock();
    const first = accepted(await engine.submit(request));
    await first.ended;
    const again = await engine.submit(request);
    assert.ok(again.kind === 'accepted' && again.isRepeat);
    assert.equal((await engine.history(request.owner, 'chat-1'))?.turns.length, 1);
    assert.doesNotMatch(JSON.stringify(logger.entries), /배송은/);
  });

  it('for longer than anybody waits ends the answer with an error, never with a finish that is not stored', async t => {
    let unlock = (): void => {};
    const { engine } = await setUp(t, lock => speaking(async () => void (unlock = lock())), 100);
    const stream = accepted(await engine.submit(aSubmitRequest()));
    const chunks = await readChunks(stream);
    const end = chunks.at(-1);
    assert.ok(end?.type === 'error');
    assert.match(end.errorText, /INTERNAL/);
    unlock();
    const history = await engine.history(aSubmitRequest().owner, 'chat-1');
    assert.equal(history?.turns[0]?.userText, aSubmitRequest().text, 'the message itself is kept');
  });
});
