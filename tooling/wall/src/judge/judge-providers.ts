import type { LogEntry } from '@naru/simulator';
import type { Outcome } from './outcome.ts';
import { Problems } from './problems.ts';

/** On an abort the provider must see its socket close within this. */
export const CLOSE_MS = 250;

export interface ProviderExpectation {
  readonly outcome: Outcome;
  /** Whether the primary was to be left by us, and not to end by itself. */
  readonly isLeft: boolean;
  /** When the caller's answer had come to its end, by the same clock as the log. */
  readonly answeredAtMs: number;
}

/** Judges by the providers' own log who was asked, how often, and whether nobody works for nothing. */
export function judgeProviders(entries: readonly LogEntry[], expectation: ProviderExpectation): readonly string[] {
  const problems = new Problems();
  const asked = entries
    .filter((entry, index) => !isReplayed(entry, entries[index + 1]))
    .map(({ provider }) => provider)
    .join(', ');
  problems.is('asked', asked, expectedOrder(expectation.outcome));
  if (!expectation.isLeft) return problems.list;
  const [first, second] = entries;
  problems.isOneOf('how the primary’s answer ended', first?.end?.how, ['caller-left', 'completed']);
  if (first?.end?.how === 'caller-left') {
    const movedOnAtMs = second?.receivedAtMs ?? expectation.answeredAtMs;
    const lateMs = first.receivedAtMs + first.end.afterMs - movedOnAtMs;
    problems.holds(`the provider saw its socket close ${Math.round(lateMs)} ms late`, lateMs <= CLOSE_MS);
  }
  return problems.list;
}

/** A reused connection that was dead without a byte back: the request went once more on a new one (R-FO-6). */
function isReplayed(entry: LogEntry, next: LogEntry | undefined): boolean {
  const isDead = entry.connection.requestNumber > 1 && entry.status === undefined && entry.bytesWritten === 0;
  return isDead && next?.provider === entry.provider && next.connection.requestNumber === 1;
}

function expectedOrder(outcome: Outcome): string {
  const asked = outcome.kind === 'other' ? 2 : outcome.kind === 'error' ? outcome.asked : 1;
  return ['primary', 'fallback'].slice(0, asked).join(', ');
}
