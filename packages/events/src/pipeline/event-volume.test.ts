import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { aPipelineWorld } from '../testing/a-pipeline.ts';
import { aDraft, aFailedDraft } from '../testing/an-event.ts';

const REQUESTS = 20_000;

it('stores a tenth of an ordinary day, and all of its errors and slow requests (E-VOL-1)', async () => {
  const { clock, begin, store } = aPipelineWorld();
  const pipeline = begin();
  pipeline.start();
  const random = seededRandom(20261120);
  const [failed, slow] = [new Set<string>(), new Set<string>()];
  for (let index = 0; index < REQUESTS; index += 1) {
    const requestId = `request-${index}`;
    const chance = random();
    if (chance < 0.01) {
      failed.add(requestId);
      pipeline.emit(aFailedDraft({ requestId, route: '/v1/tickets' }));
    } else if (chance < 0.03) {
      slow.add(requestId);
      pipeline.emit(aDraft({ requestId, route: '/v1/tickets', durationMs: 5_000 }));
    } else pipeline.emit(aDraft({ requestId, route: '/v1/tickets' }));
    if (index % 500 === 499) await clock.advance(100);
  }
  await clock.advance(5_000);
  await pipeline.stop();

  const events = await store.find({ order: 'oldest-first', kind: 'http-request', limit: REQUESTS });
  const stored = new Set(events.map(({ requestId }) => requestId));
  for (const requestId of [...failed, ...slow]) assert.ok(stored.has(requestId), requestId);
  const saved = 1 - events.length / REQUESTS;
  assert.ok(saved >= 0.9, `${(100 * saved).toFixed(1)} % less`);
  const weighted = events.reduce((sum, { sample }) => sum + 1 / sample.rate, 0);
  assert.ok(Math.abs(weighted / REQUESTS - 1) < 0.1, `the weights stand for ${Math.round(weighted)} requests`);
});
