import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { describeSemanticCache } from '../testing/semantic-cache.contract.ts';
import { describeSessionCache } from '../testing/session-cache.contract.ts';
import { createMemorySemanticCache } from './memory-semantic-cache.ts';
import { createMemorySessionCache } from './memory-session-cache.ts';

describeSessionCache('memory', () => {
  const clock = new FakeClock();
  return { cache: createMemorySessionCache({ clock }), outlive: () => clock.advance(30 * 60_000) };
});

describeSemanticCache('memory', () => {
  const clock = new FakeClock();
  return { cache: createMemorySemanticCache({ clock }), outlive: () => clock.advance(60 * 60_000) };
});

it('the memory caches hold no more than they may: the oldest goes first', async () => {
  const cache = createMemorySessionCache({ clock: new FakeClock(), maxSessions: 2 });
  for (const id of ['one', 'two', 'three']) await cache.write(id, { sequence: 1, turns: [] });
  assert.equal(await cache.read('one'), undefined);
  assert.ok((await cache.read('two')) && (await cache.read('three')));
});
