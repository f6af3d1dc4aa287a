import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import { finish } from '@naru/language-model/testing';
import { createBrowser } from '../../testing/browser.ts';
import { startTestServer } from '../../testing/start-test-server.ts';

/** `NARU_LONG=1` plays the whole promise (C3). */
const CUTS = process.env['NARU_LONG'] === '1' ? 2_000 : 200;
const AT_ONCE = 20;
const SENTENCES = Array.from({ length: 12 }, () => '주문하신 책은 곧 보내 드리며 🙂 도착하면 알려 드립니다 [1]. ');

/** Speaks in pieces of a few letters, at a pace that a cut falls somewhere into. */
const talker: LanguageModel = {
  id: 'talker',
  async *stream({ signal }) {
    const letters = [...SENTENCES.join('')];
    for (let at = 0; at < letters.length; at += 7) {
      signal.throwIfAborted();
      if (at % 70 === 0) await sleep(1);
      yield [{ type: 'text-delta', text: letters.slice(at, at + 7).join('') }];
    }
    yield [finish];
  },
};

interface Reading {
  text: string;
  terminals: number;
  isDone: boolean;
  lastEventId: string;
  seqs: number[];
}

/** Takes whole events only; what a cut left of one is nothing. */
function take(reading: Reading, block: string): void {
  const id = /^id: (\S+)$/m.exec(block)?.[1];
  const json = /^data: (\{.*\})$/m.exec(block)?.[1];
  if (block.includes('data: [DONE]')) reading.isDone = true;
  if (id === undefined || json === undefined) return;
  reading.lastEventId = id;
  reading.seqs.push(Number(id.split('.').at(-1)));
  const chunk = JSON.parse(json) as { type: string; delta?: string };
  if (chunk.type === 'text-delta') reading.text += chunk.delta ?? '';
  if (['finish', 'abort', 'error'].includes(chunk.type)) reading.terminals += 1;
}

/** Reads a body until it ends, or until so many bytes have come; then the connection is torn down. */
async function read(
  response: Response,
  leaving: AbortController,
  cutAfterBytes: number,
  reading: Reading,
): Promise<void> {
  const decoder = new TextDecoder();
  let [rest, bytes] = ['', 0];
  for await (const piece of response.body!) {
    const part = piece.subarray(0, Math.max(0, cutAfterBytes - bytes));
    bytes += piece.length;
    rest += decoder.decode(part, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) take(reading, block);
    if (bytes >= cutAfterBytes) return leaving.abort();
  }
}

describe('random cuts (C3)', () => {
  it(`after ${CUTS} of them each turn has one end, no gap, and the words of the uncut one`, async () => {
    await using server = await startTestServer({ models: { primary: talker } });
    const random = seededRandom(20_261_120);
    const whole = SENTENCES.join('');
    let cuts = 0;

    async function play(index: number): Promise<void> {
      const browser = createBrowser(server.publicUrl);
      const reading: Reading = { text: '', terminals: 0, isDone: false, lastEventId: '', seqs: [] };
      const body = JSON.stringify({
        id: `chat-${index}`,
        messages: [{ id: 'message-1', role: 'user', parts: [{ type: 'text', text: '배송은?' }] }],
      });
      for (let round = 0; !reading.isDone; round += 1) {
        assert.ok(round < 20, 'it comes to an end');
        const leaving = new AbortController();
        const url =
          round === 0 ? `${server.publicUrl}/v1/chat/stream` : `${server.publicUrl}/v1/chat/chat-${index}/stream`;
        const response = await browser.fetch(url, {
          ...(round === 0 && { method: 'POST', body }),
          headers: { 'content-type': 'application/json', ...(round > 0 && { 'last-event-id': reading.lastEventId }) },
          signal: leaving.signal,
        });
        assert.equal(response.status, 200);
        // The first event must be known, or there is nothing to go on from.
        const cutAfterBytes = round < 3 ? 400 + Math.floor(random() * 3_000) : Infinity;
        await read(response, leaving, cutAfterBytes, reading).catch(error => {
          if (!leaving.signal.aborted) throw error;
        });
        if (leaving.signal.aborted) cuts += 1;
      }
      assert.equal(reading.terminals, 1, `turn ${index}`);
      assert.equal(reading.text, whole, `turn ${index}`);
      assert.ok(
        reading.seqs.every((seq, at) => at === 0 || seq > reading.seqs[at - 1]!),
        'in order, nothing twice',
      );
    }

    for (let from = 0; cuts < CUTS; from += AT_ONCE) {
      assert.ok(from < CUTS * 2, 'most turns are cut');
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => play(from + index)));
    }
    assert.ok(cuts >= CUTS);
  });
});
