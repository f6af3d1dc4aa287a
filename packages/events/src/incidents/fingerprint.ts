import { sha256Hex } from '@naru/kernel';
import type { WideEvent } from '../event/wide-event.ts';

/** `concerned-provider`: every provider that the work asked, or wanted to. */
export type Grouping = 'cause' | 'provider' | 'concerned-provider' | 'route' | 'all';

/**
 * Names what an event has in common with others of its cause. By `cause`: its kind, where it happened, what it was
 * (our own innermost frames, else the error's code and class, else its sentence) and whose provider. By the others:
 * only that.
 */
export function fingerprintOf(rule: string, event: WideEvent, grouping: Grouping): string {
  return `v1:${sha256Hex(JSON.stringify([rule, ...partsOf(event, grouping)])).slice(0, 32)}`;
}

function partsOf({ kind, route, provider, error }: WideEvent, grouping: Grouping): readonly (string | undefined)[] {
  switch (grouping) {
    case 'all':
      return [];
    case 'route':
      return [route];
    case 'provider':
    case 'concerned-provider':
      return [provider];
    case 'cause':
      return [kind, route, provider, error?.code, error?.class, causeOf(error)];
  }
}

function causeOf(error: WideEvent['error']): string | undefined {
  if (!error) return undefined;
  return error.frames && error.frames.length > 0 ? error.frames.join('|') : error.message;
}
