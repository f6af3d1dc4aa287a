import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StreamMirror } from './stream-mirror.ts';

const END = { type: 'finish', finishReason: 'stop', messageMetadata: {} } as never;

function setUp() {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const redis = { evaluate: () => Promise.reject(new Error('ECONNREFUSED')) };
  const mirror = new StreamMirror({ redis, keepMs: 60_000, clock, logger });
  async function lose(streamIds: readonly string[]): Promise<void> {
    for (const id of streamIds) {
      mirror.open(id, `stream:${id}`);
      mirror.append(id, [END]);
    }
    const settled = mirror.settled();
    for (let tries = 0; tries < 25; tries += 1) await clock.advance(250);
    await settled;
  }
  return { clock, logger, lose };
}

describe('answers that Redis does not take', () => {
  it('are told of once a minute, with how many there were', async () => {
    const { clock, logger, lose } = setUp();
    await lose(['a', 'b', 'c']);
    await lose(['d']);
    assert.equal(logger.entries.length, 1);
    await clock.advance(60_000);
    await lose(['e']);
    assert.deepEqual(
      logger.entries.map(({ fields }) => fields['unsaid']),
      [undefined, 3],
    );
  });
});
