import { IncidentDesk, type EncodedEvent } from '@naru/events';
import { MemoryIncidentStore } from '@naru/events/memory';
import { createSystemIds, silentLogger, systemClock } from '@naru/kernel';
import { Problems, type DrillResult } from '../finding.ts';
import { compose } from '../world/composed.ts';
import { aPlace, type QueueKind, type SinkKind } from '../world/place.ts';
import { someTraffic } from '../world/traffic.ts';
import { until } from './until.ts';

const EVENTS = 5_000;
const TIMES = 10;
const WITHIN_MS = 120_000;

/** The whole stream comes ten times more: no incident counts more, and nothing is stored twice (E-MQ-2, E-INC-1). */
export async function drillReplays(queue: QueueKind, sink: SinkKind): Promise<DrillResult> {
  const problems = new Problems();
  const desk = new IncidentDesk({
    store: new MemoryIncidentStore(),
    notifiers: [],
    clock: systemClock,
    ids: createSystemIds(),
    logger: silentLogger,
  });
  const stream: EncodedEvent[] = [];
  let duplicates = 0;
  await using place = await aPlace(queue, sink);
  await using composed = await compose(place.composition, {
    through: place.through,
    onPersisted(persisted) {
      stream.push(...persisted.stored);
      duplicates += persisted.duplicates.length;
      desk.hear(persisted);
    },
  });
  const { pipeline } = composed;
  pipeline.start();
  const traffic = someTraffic(pipeline);
  await traffic.emit(EVENTS);
  const first = await until(
    () => stream.filter(({ text }) => text.includes('DRILL_FAILED')).length === EVENTS / 100,
    WITHIN_MS,
  );
  problems.expect(first !== undefined, 'the stream did not arrive');
  const counts = async (): Promise<string> => {
    await desk.look();
    return JSON.stringify(
      desk.incidents.map(({ rule, affected, stateVersion }) => [rule, affected, stateVersion]).sort(),
    );
  };
  const before = await counts();
  const whole = [...stream];
  for (let time = 0; time < TIMES; time += 1) {
    for (let at = 0; at < whole.length; at += 500) {
      await composed.queue.publish(whole.slice(at, at + 500), new AbortController().signal);
    }
  }
  const again = await until(() => duplicates >= TIMES * whole.length, WITHIN_MS);
  problems.expect(again !== undefined, `${duplicates} of ${TIMES * whole.length} repeated ones came`);
  const after = await counts();
  problems.expect(before !== '[]', 'there is no incident at all');
  problems.expect(after === before, `incidents were ${before}, and are ${after}`);
  return {
    drill: `replay ten times: ${queue} × ${sink}`,
    figures: { events: whole.length, repeated: duplicates, incidents: after },
    problems: problems.found,
  };
}
