import type { Severity } from '../incidents/incident.ts';

/** Tells people. At least once: the receiver leaves out what it has had, by key. */
export interface Notifier {
  /** How the log names it. */
  readonly label: string;

  /** Resolves once the receiver has it. @throws {NotifyError} then it is told again later */
  notify(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** One message to whoever is on call, about one incident or several that came together. */
export interface Notice {
  /** The same for the same news, whatever the number of attempts. */
  readonly key: string;
  readonly reason: 'opened' | 'reopened' | 'flapping' | 'repeated' | 'resolved' | 'failover-failed';
  readonly severity: Severity;
  /** In Korean, as everything that follows. */
  readonly title: string;
  readonly text: string;
  readonly items: readonly NoticeItem[];
  readonly atMs: number;
}

export interface NoticeItem {
  readonly incidentId: string;
  readonly title: string;
  readonly summary: string;
  readonly runbook: string;
}
