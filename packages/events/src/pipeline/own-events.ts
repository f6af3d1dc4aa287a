import type { EventDraft } from '../event/wide-event.ts';
import type { EventQueue } from '../ports/event-queue.ts';
import type { DropReason, PipelineMode } from './event-pipeline.ts';

/** What the pipeline tells of itself belongs to no request. */
const OF_NO_REQUEST = 'none';

/** Shows, by its arrival in the store, that events arrive there. */
export function heartbeat(nowMs: number): EventDraft {
  return own('events/heartbeat', nowMs, {});
}

/** Events go another way than before. */
export function modeEvent(mode: PipelineMode, { label }: Pick<EventQueue, 'label'>, nowMs: number): EventDraft {
  const fields = { 'pipeline.mode': mode, 'pipeline.queue': label.replaceAll(' ', '-') };
  if (mode === 'queue') return own('events/mode', nowMs, { fields });
  const code = mode === 'direct' ? 'EVENT_QUEUE_DOWN' : 'EVENT_QUEUE_AND_STORE_DOWN';
  return own('events/mode', nowMs, { outcome: 'failed', error: { code, class: 'unavailable' }, fields });
}

/** One event for everything that was dropped within a while. */
export function droppedEvent(
  dropped: Readonly<Record<DropReason, number>>,
  since: { readonly count: number; readonly ms: number; readonly mode: PipelineMode },
  nowMs: number,
): EventDraft {
  return own('events/dropped', nowMs, {
    outcome: 'failed',
    startedAtMs: nowMs - since.ms,
    durationMs: since.ms,
    error: { code: 'EVENTS_DROPPED', class: 'overload' },
    fields: { 'pipeline.mode': since.mode, 'pipeline.dropped': since.count, 'pipeline.drop_reasons': dropped },
  });
}

/** A draft that could not be read: that something happened is told all the same. */
export function unencodableEvent(nowMs: number): EventDraft {
  return own('events/unencodable', nowMs, {
    outcome: 'failed',
    error: { code: 'EVENT_UNENCODABLE', class: 'internal' },
  });
}

function own(route: string, nowMs: number, details: Partial<EventDraft>): EventDraft {
  return {
    kind: 'pipeline',
    route,
    requestId: OF_NO_REQUEST,
    outcome: 'ok',
    startedAtMs: nowMs,
    durationMs: 0,
    ...details,
  };
}
