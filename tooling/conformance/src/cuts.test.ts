import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CARRIERS, type CarrierUnderTest } from './carrier.ts';
import { newCustomer, type Customer } from './customer.ts';
import { MAJORS, shownOf, textOf, type Chat, type Major, type Message } from './major.ts';
import { startSubject, type Subject } from './subject.ts';
import { until } from './until.ts';

const QUESTION = '배송은 얼마나 걸리나요?';

interface Uncut {
  readonly shown: unknown;
  /** Chunks before the last words, which wait for the gate. */
  readonly beforeGate: number;
  readonly all: number;
}

/** The answer as it comes without any cut, and the number of its chunks before and after the gate. */
async function uncutAnswer({ server, model }: Subject, major: Major, carrier: CarrierUnderTest): Promise<Uncut> {
  const customer = newCustomer(server.publicUrl);
  const counted: number[] = [];
  const gate = model.nextGate();
  const chat = major.openChat('uncut', carrier.transport(major, customer, server.publicUrl));
  const asking = chat.sendMessage({ text: QUESTION });
  await until(() => textOf(chat.messages.at(-1)).includes('쉽니다'));
  counted.push(await chunksSoFar(server.publicUrl, customer));
  gate.open();
  await asking;
  const streamId = (chat.messages.at(-1) as { metadata?: { streamId?: string } }).metadata?.streamId;
  return {
    shown: shownOf(chat.messages.at(-1)),
    beforeGate: counted[0]!,
    all: await chunksOf(server.publicUrl, customer, streamId ?? ''),
  };
}

/** Chunks of the running answer, by another reader that looks at it and leaves. */
async function chunksSoFar(origin: string, customer: Customer): Promise<number> {
  const leaving = new AbortController();
  const response = await fetch(`${origin}/api/chat/uncut/stream`, {
    headers: customer.headers,
    signal: leaving.signal,
  });
  let text = '';
  for await (const bytes of response.body!) {
    text += Buffer.from(bytes).toString();
    if (text.includes('쉽니다')) break;
  }
  leaving.abort();
  return Number([...text.matchAll(/^id: .*\.(\d+)$/gm)].at(-1)?.[1]);
}

async function chunksOf(origin: string, customer: Customer, streamId: string): Promise<number> {
  const headers = { ...customer.headers, 'last-event-id': `${streamId}.0` };
  const text = await (await fetch(`${origin}/api/chat/uncut/stream`, { headers })).text();
  return Number([...text.matchAll(/^id: .*\.(\d+)$/gm)].at(-1)?.[1]);
}

/** The same answer, its connection cut after so many chunks, and got back as the client gets it back. */
async function cutAnswer(
  { server, model }: Subject,
  major: Major,
  carrier: CarrierUnderTest,
  cutAfter: number,
  isBeforeGate: boolean,
): Promise<Message | undefined> {
  const customer = newCustomer(server.publicUrl);
  customer.cutAfter = cutAfter;
  const gate = model.nextGate();
  if (!isBeforeGate) gate.open();
  const { promise: whenCut, resolve } = Promise.withResolvers<void>();
  customer.onCut = resolve;
  const transport = carrier.transport(major, customer, server.publicUrl);
  const chat = major.openChat('cut', transport);
  const asking = chat.sendMessage({ text: QUESTION });
  await Promise.race([whenCut, asking]);
  if (carrier.healsItself) {
    await until(() => customer.connections === 2);
    gate.open();
    await asking;
    return chat.messages.at(-1);
  }
  await asking;
  // History holds no answer that still runs: a chat opened anew begins with the question alone.
  const resumed = major.resumesInPlace ? chat : major.openChat('cut', transport, chat.messages.slice(0, 1));
  const resuming = resumed.resumeStream();
  await until(() => customer.connections === 2 || !isBeforeGate);
  gate.open();
  await resuming;
  assert.ok(resumed.messages.length <= 2, 'one question, one answer');
  // An answer that ended meanwhile is no more to be resumed: the page looks it up.
  return isWhole(resumed) ? resumed.messages.at(-1) : lastOfHistory(server.publicUrl, customer);
}

function isWhole(chat: Chat): boolean {
  return chat.messages.at(-1)?.metadata?.finish !== undefined;
}

async function lastOfHistory(origin: string, customer: Customer): Promise<Message | undefined> {
  let messages: readonly Message[] = [];
  await until(async () => {
    const response = await fetch(`${origin}/v1/chat/cut`, { headers: customer.headers });
    ({ messages } = (await response.json()) as { messages: readonly Message[] });
    return messages.at(-1)?.role === 'assistant';
  });
  return messages.at(-1);
}

describe('an answer whose connection is cut at any chunk (C-CONF-1)', () => {
  for (const major of MAJORS) {
    for (const carrier of CARRIERS) {
      it(`is the uncut answer once it is got back: ${major.name}, ${carrier.name}`, async () => {
        await using subject = await startSubject();
        const { shown, beforeGate, all } = await uncutAnswer(subject, major, carrier);
        assert.ok(beforeGate > 10 && all > beforeGate, `${beforeGate} chunks of ${all}`);
        // The first of all names the answer: without it there is nothing yet to be resumed into.
        for (let cutAfter = 1; cutAfter < beforeGate; cutAfter += 1) {
          const message = await cutAnswer(subject, major, carrier, cutAfter, true);
          assert.deepEqual(shownOf(message), shown, `cut after ${cutAfter} chunks`);
        }
        for (let cutAfter = beforeGate; cutAfter < all; cutAfter += 1) {
          const message = await cutAnswer(subject, major, carrier, cutAfter, false);
          assert.equal(textOf(message).replaceAll(/\s|\|/g, ''), wordsOf(shown), `cut after ${cutAfter} chunks`);
          assert.equal(message?.metadata?.finish, 'complete');
        }
      });
    }
  }
});

function wordsOf(shown: unknown): string {
  const { parts } = shown as { parts: readonly { type: string; text?: string }[] };
  return parts
    .map(({ type, text }) => (type === 'text' ? text : ''))
    .join('')
    .replaceAll(/\s|\|/g, '');
}
