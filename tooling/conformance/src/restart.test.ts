import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Customer } from './customer.ts';
import { SENTENCE, SENTENCES, startPacedProvider } from './paced-provider.ts';
import { startServerProcess } from './server-process.ts';
import { SocketReader } from './socket-reader.ts';
import { until } from './until.ts';

/** By hand: NARU_RESTART_STREAMS=500. */
const STREAMS = Number(process.env['NARU_RESTART_STREAMS'] ?? 50);
const EXIT_MS = 30_000;

const customerOf = (index: number, origin: string): Customer =>
  new Customer(origin, `naru_customer=${index.toString(16).padStart(32, '0')}`);

describe('SIGTERM under live streams (C5)', () => {
  it(`loses none of ${STREAMS}: who stays gets the whole answer, who had left goes on in the next process`, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'naru-restart-'));
    await using provider = await startPacedProvider();
    await using first = await startServerProcess(dataDir, provider.url);
    const readers = Array.from({ length: STREAMS }, (_, index) => {
      const p = { chatId: 'c', clientMsgId: 'm1', text: '배송은 얼마나 걸리나요?' };
      return new SocketReader(customerOf(index, first.url), () => ({ t: 'chat.send', p }));
    });
    await until(() => readers.every(({ text, error }) => text !== '' || error !== ''), EXIT_MS);
    const [leaving, staying] = [readers.filter((_, index) => index % 2 === 0), readers.filter((_, i) => i % 2 === 1)];
    leaving.forEach(reader => reader.leave());

    const stoppedAtMs = performance.now();
    assert.equal(await first.stop(), 0);
    assert.ok(performance.now() - stoppedAtMs < EXIT_MS);
    await until(() => staying.every(({ closedWith }) => closedWith !== undefined));
    assert.deepEqual([...new Set(staying.map(({ closedWith, end }) => `${end} ${closedWith}`))], ['finish 1012']);

    assert.ok(
      leaving.some(({ end }) => end === ''),
      'somebody left in the middle',
    );
    await using second = await startServerProcess(dataDir, provider.url);
    readers.forEach((reader, index) => {
      if (reader.end === '') reader.goOn(customerOf(index, second.url));
    });
    await until(() => leaving.every(({ end, error }) => end !== '' || error !== ''));
    for (const { end, error, gaps, text } of readers) {
      assert.deepEqual([error, end, gaps], ['', 'finish', 0]);
      assert.equal(text.trim(), SENTENCE.repeat(SENTENCES).trim());
    }
    readers.forEach(reader => reader.leave());
    rmSync(dataDir, { recursive: true, force: true });
  });
});
