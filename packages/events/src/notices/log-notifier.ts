import type { Logger } from '@naru/kernel';
import type { Notifier } from '../ports/notifier.ts';

/** Tells whoever reads the log. */
export function createLogNotifier(logger: Logger): Notifier {
  return {
    label: 'log',
    async notify({ key, reason, severity, title, items }) {
      for (const { summary } of items) {
        logger[severity === 'critical' ? 'error' : 'warn']({ notice: key, reason, severity }, `${title}\n${summary}`);
      }
    },
  };
}
