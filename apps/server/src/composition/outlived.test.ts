import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MemoryEventStore } from '@naru/events/memory';
import { someEvents, AN_INSTANT_MS } from '@naru/events/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { outlivedOf } from './outlived.ts';

const DAY_MS = 86_400_000;

it('events go after the days of the setting, in pieces, and what is remembered of tickets at its own times', async () => {
  const sources = { env: { NARU_EVENTS_KEEP_DAYS: '7' }, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok', JSON.stringify(loaded));
  const eventArchive = new MemoryEventStore();
  await eventArchive.write(someEvents(700), new AbortController().signal);
  const askedAtMs: number[] = [];
  const ticketMemory = { forgetExpired: async (nowMs: number) => askedAtMs.push(nowMs) };
  const [events, tickets] = outlivedOf({
    config: new LiveConfig(sources, loaded).current,
    eventArchive,
    ticketMemory,
  });
  const afterMs = AN_INSTANT_MS + 7 * DAY_MS;
  assert.equal(await events?.forgetSome(afterMs + 1), 0);
  assert.equal(await events?.forgetSome(afterMs + 601), 500);
  assert.equal(await events?.forgetSome(afterMs + 601), 100);
  assert.equal(await events?.forgetSome(afterMs + 601), 0);
  assert.equal(await tickets?.forgetSome(afterMs), 1);
  assert.deepEqual(askedAtMs, [afterMs]);
});
