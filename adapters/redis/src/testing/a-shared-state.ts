import assert from 'node:assert/strict';
import { systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { createRedisSharedState, type RedisSharedStateOptions } from '../redis-shared-state.ts';

type Given = Pick<RedisSharedStateOptions, 'url'> & Partial<RedisSharedStateOptions>;

/** One instance's way to Redis, with what it logs. */
export function aSharedState(given: Given) {
  const logger = recordingLogger();
  return { state: createRedisSharedState({ clock: systemClock, random: systemRandom, logger, ...given }), logger };
}

/** The same, connected. */
export async function aConnectedState(given: Given) {
  const opened = aSharedState(given);
  assert.ok(await opened.state.firstContact(5_000), 'Redis is there');
  return opened;
}
