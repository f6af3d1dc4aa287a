import type { EventQueue, PipelineMode, PipelineStanding } from '@naru/events';
import { Gauge, type Registry } from 'prom-client';

const MODES: readonly PipelineMode[] = ['queue', 'direct', 'file'];

/** Shows how events get on (E-MET-1). Everything is read when it is scraped; nothing is counted twice. */
export function registerEventMetrics(
  registry: Registry,
  standing: () => PipelineStanding,
  queue: Pick<EventQueue, 'depth'>,
): void {
  const figure = (name: string, help: string, read: (standing: PipelineStanding) => number): void => {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read(standing())) });
  };
  const figures = <Label extends string>(
    name: string,
    help: string,
    label: Label,
    read: (standing: PipelineStanding) => Readonly<Record<string, number>>,
  ): void => {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        for (const [value, count] of Object.entries(read(standing()))) {
          gauge.set({ [label]: value } as Record<Label, string>, count);
        }
      },
    });
  };

  figures('naru_events_mode', '1 for the way that events leave by, else 0.', 'mode', ({ mode }) =>
    Object.fromEntries(MODES.map(one => [one, Number(one === mode)])),
  );
  figure('naru_events_waiting', 'Events in memory that have not left yet.', ({ waiting }) => waiting.events);
  figure('naru_events_accepted', 'Events taken in, since the start.', ({ accepted }) => accepted);
  figures('naru_events_sampled', 'Events told, by why they were kept, or left out.', 'rule', ({ sampled }) => sampled);
  figures('naru_events_dropped', 'Events lost, by reason.', 'reason', ({ dropped }) => dropped);
  figure('naru_events_published', 'Events given to the queue.', ({ published }) => published);
  figure('naru_events_publish_failures', 'Times that the queue took none.', ({ publishFailures }) => publishFailures);
  figure('naru_events_fallback_writes', 'Events written past the queue.', ({ directWrites }) => directWrites);
  figure('naru_events_spilled', 'Events set aside in the spill.', ({ spilled }) => spilled);
  figure('naru_events_spill_bytes', 'Bytes in the spill.', ({ spillBytes }) => spillBytes);
  figure('naru_events_journal_bytes', 'Bytes in the journal.', ({ journal }) => journal?.bytes ?? 0);
  figure('naru_events_stored', 'Events stored by this instance.', ({ consumer }) => consumer.stored);
  figure('naru_events_duplicates', 'Events that were there already.', ({ consumer }) => consumer.duplicates);
  figure('naru_events_dead_letters', 'Events that no store would take.', ({ consumer }) => consumer.deadLetters);
  figure('naru_events_batches', 'Batches written by this instance.', ({ consumer }) => consumer.batches);
  figure('naru_events_batch_size', 'Events of the last batch.', ({ consumer }) => consumer.lastBatchEvents);
  figure('naru_events_batch_milliseconds', 'What the last batch took.', ({ consumer }) => consumer.lastBatchMs);
  figure(
    'naru_events_lag_milliseconds',
    'Age of the newest event when it was stored.',
    ({ consumer }) => consumer.lagMs,
  );

  const depth: Gauge<'state'> = new Gauge({
    name: 'naru_events_queue_depth',
    help: 'Events in the queue: waiting, or given and not settled. Missing while the queue cannot be asked.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const found = await queue.depth().catch(() => undefined);
      depth.reset();
      if (!found) return;
      depth.set({ state: 'waiting' }, found.waiting);
      depth.set({ state: 'unacknowledged' }, found.unacknowledged);
    },
  });
}
