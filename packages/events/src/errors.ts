import { NaruError } from '@naru/kernel';

/** The queue cannot take or give events now. */
export class QueueUnavailableError extends NaruError {
  override readonly code = 'NARU_EVENT_QUEUE_UNAVAILABLE';
  override readonly retryable = true;
}

/** The store of events cannot write now, whatever the events are. */
export class SinkUnavailableError extends NaruError {
  override readonly code = 'NARU_EVENT_SINK_UNAVAILABLE';
  override readonly retryable = true;
}

/** A journal segment could not be made, written or synced. */
export class JournalWriteError extends NaruError {
  override readonly code = 'NARU_EVENT_JOURNAL_FAILED';
  override readonly retryable = true;
}

/** Texts could not be set aside: the disk is full or broken, or the spill has reached its limit. */
export class SpillWriteError extends NaruError {
  override readonly code = 'NARU_EVENT_SPILL_FAILED';
  override readonly retryable = true;
}

/** The receiver of a notice did not take it. */
export class NotifyError extends NaruError {
  override readonly code = 'NARU_NOTICE_FAILED';
  override readonly retryable = true;
}
