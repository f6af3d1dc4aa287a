import { createMemorySessionStore } from '@naru/chat/memory';
import { aSession } from '@naru/chat/testing';
import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { TICKET_SETTINGS } from '@naru/support';
import { createMemoryTicketMemory, createMemoryTicketService } from '@naru/support/memory';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Registry } from 'prom-client';
import { buildTickets } from './build-tickets.ts';
import { createTicketCounter } from './ticket-counter.ts';

it('clears what is open in a conversation, and goes on counting its turns (S-TKT-6, C-TURN-5)', async () => {
  const sessions = createMemorySessionStore();
  const unresolved = { reasonCode: 'NO_EVIDENCE', nextAction: 'RETRY', traceId: 't', requestId: 'r', query: '?' };
  const session = await sessions.open(aSession({ id: 'u:42:phone', ownerKey: 'u:42' }));
  await sessions.saveState(session.id, { fallbackCount: 2, unresolved, endedTurns: 7 });
  const ids = sequentialIds();
  const { desk } = buildTickets({
    service: createMemoryTicketService(),
    memory: createMemoryTicketMemory(),
    settings: () => TICKET_SETTINGS,
    registry: new Registry(),
    clock: new FakeClock(),
    ids,
    logger: recordingLogger(),
  });
  const counter = createTicketCounter({ desk, sessions, onOpened() {}, ids });
  const wish = { message: '환불', sessionId: session.id, category: undefined, severity: undefined };
  assert.equal((await counter.open({ kind: 'user', userId: '42' }, wish)).kind, 'created');
  const state = (await sessions.find('u:42', session.id))?.state;
  assert.deepEqual(state, { fallbackCount: 0, unresolved: undefined, endedTurns: 7 });
});
