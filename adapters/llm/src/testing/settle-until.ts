import assert from 'node:assert/strict';
import { settle } from '@naru/kernel/testing';

const MAX_TURNS = 200_000;

/** Lets the event loop turn until `isTrue`; for what sockets do, which no fake clock moves. */
export async function settleUntil(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; turns < MAX_TURNS && !isTrue(); turns += 1) await settle();
  assert.ok(isTrue(), 'what was waited for did not happen');
}
