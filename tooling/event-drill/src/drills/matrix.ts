import { Problems, type DrillResult } from '../finding.ts';
import { compose } from '../world/composed.ts';
import { aPlace, type QueueKind, type SinkKind } from '../world/place.ts';
import { someTraffic } from '../world/traffic.ts';
import { accountFor } from './account.ts';
import { until } from './until.ts';

const EVENTS = 5_000;
const SHARE = 0.05;
const LEAST_SAVED = 0.8;
const ARRIVED_WITHIN_MS = 60_000;

/** Five thousand requests through the real pipeline into the real store (E-VOL-1, E-SMP-1, E-MQ-2). */
export async function drillMatrix(queue: QueueKind, sink: SinkKind): Promise<DrillResult> {
  const problems = new Problems();
  await using place = await aPlace(queue, sink);
  await using composed = await compose(place.composition, { through: place.through });
  const { pipeline, archive } = composed;
  pipeline.start();
  const traffic = someTraffic(pipeline);
  const beganAtMs = performance.now();
  await traffic.emit(EVENTS);
  const emittedMs = performance.now() - beganAtMs;
  const arrived = await until(async () => {
    const { waiting, journal } = pipeline.standing();
    if (waiting.events > 0 || (journal && journal.watermark < journal.last)) return false;
    const depth = await composed.queue.depth();
    return depth.waiting + depth.unacknowledged === 0;
  }, ARRIVED_WITHIN_MS);
  problems.expect(arrived !== undefined, `not everything arrived within ${ARRIVED_WITHIN_MS} ms`);
  const { emitted } = traffic;
  const account = await accountFor(archive, emitted, problems);
  problems.expect(account.missing === 0, `${account.missing} errors or slow ones are missing`);
  const expected = emitted.ordinary * SHARE;
  const sigma = Math.sqrt(emitted.ordinary * SHARE * (1 - SHARE));
  const off = (account.ordinary - expected) / sigma;
  problems.expect(Math.abs(off) <= 3, `${account.ordinary} ordinary ones kept, ${off.toFixed(1)} σ off`);
  const saved = 1 - account.stored / emitted.all;
  problems.expect(saved >= LEAST_SAVED, `the volume falls by ${(saved * 100).toFixed(1)} % only`);
  const { dropped, mode } = pipeline.standing();
  problems.expect(
    Object.values(dropped).every(count => count === 0),
    `dropped: ${JSON.stringify(dropped)}`,
  );
  problems.expect(mode === 'queue', `mode ${mode}`);
  return {
    drill: `matrix ${queue} × ${sink}`,
    figures: {
      emitted: emitted.all,
      stored: account.stored,
      'errors stored': emitted.failed.length,
      'slow stored': emitted.slow.length,
      'kept share': `${((account.ordinary / emitted.ordinary) * 100).toFixed(2)} % (${off.toFixed(1)} σ)`,
      'volume falls by': `${(saved * 100).toFixed(1)} %`,
      'emitted in ms': Math.round(emittedMs),
      'arrived ms later': arrived ?? '–',
    },
    problems: problems.found,
  };
}
