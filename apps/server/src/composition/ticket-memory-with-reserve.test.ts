import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLogger } from '@naru/kernel/testing';
import type { ScopeAt, TicketMemory } from '@naru/support';
import { createMemoryTicketMemory } from '@naru/support/memory';
import { aTicketNote, describeTicketMemory, NOON_MS } from '@naru/support/testing';
import { ticketMemoryWithReserve } from './ticket-memory-with-reserve.ts';

const SESSION: ScopeAt = { kind: 'session', id: 's:1', epoch: 0 };
const away: TicketMemory = {
  recall: () => Promise.reject(new Error('away')),
  claim: () => Promise.reject(new Error('away')),
  release: () => Promise.reject(new Error('away')),
  remember: () => Promise.reject(new Error('away')),
  forget: () => Promise.reject(new Error('away')),
};
const withReserve = (first: TicketMemory, reserve: TicketMemory = createMemoryTicketMemory()) =>
  ticketMemoryWithReserve({ first, reserve, logger: recordingLogger() });

describeTicketMemory('shared, with a reserve', () => withReserve(createMemoryTicketMemory()));
describeTicketMemory('the reserve of one that is away', () => withReserve(away));

describe('a memory of tickets with a reserve', () => {
  it('asks the reserve nothing while the first answers', async () => {
    const memory = withReserve(createMemoryTicketMemory(), { ...away, forget: async () => {} });
    await memory.remember([SESSION], aTicketNote(), NOON_MS);
    assert.ok((await memory.recall([SESSION], 'inquiry-1', NOON_MS))[0]?.same);
  });

  it('forgets on both sides', async () => {
    const reserve = createMemoryTicketMemory();
    await reserve.remember([SESSION], aTicketNote(), NOON_MS);
    await withReserve(createMemoryTicketMemory(), reserve).forget(SESSION);
    assert.equal((await reserve.recall([SESSION], 'inquiry-1', NOON_MS))[0]?.same, undefined);
  });
});
