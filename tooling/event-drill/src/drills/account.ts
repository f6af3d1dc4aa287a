import type { EventArchive, WideEvent } from '@naru/events';
import type { Problems } from '../finding.ts';
import type { Emitted } from '../world/traffic.ts';

export interface Account {
  readonly stored: number;
  readonly missing: number;
  readonly twice: number;
  /** Stored events of ordinary work. */
  readonly ordinary: number;
}

/** Compares what is in the store with what was emitted: every error and every slow one, once. */
export async function accountFor(archive: EventArchive, emitted: Emitted, problems: Problems): Promise<Account> {
  const events = await allOf(archive);
  const found = events.filter(({ kind }) => kind === 'http-request');
  const times = new Map<string, number>();
  for (const { requestId } of found) times.set(requestId, (times.get(requestId) ?? 0) + 1);
  const lost = emitted.failed.filter(id => !times.has(id));
  const lostSlow = emitted.slow.filter(id => !times.has(id));
  const twice = [...times.values()].filter(count => count > 1).length;
  problems.expect(lost.length === 0, `${lost.length} of ${emitted.failed.length} errors are not in the store`);
  problems.expect(twice === 0, `${twice} events are there more than once`);
  const ids = new Set(events.map(({ eventId }) => eventId));
  problems.expect(ids.size === events.length, 'an event id is there twice');
  const ordinary = found.length - (emitted.failed.length - lost.length) - (emitted.slow.length - lostSlow.length);
  return { stored: found.length, missing: lost.length + lostSlow.length, twice, ordinary };
}

const PAGE = 1_000;

async function allOf(archive: EventArchive): Promise<readonly WideEvent[]> {
  const events: WideEvent[] = [];
  for (;;) {
    const page = await archive.find({ order: 'oldest-first', limit: PAGE, after: events.at(-1)?.eventId });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}
