import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TicketEvent } from '@naru/support';
import { Registry } from 'prom-client';
import { TicketMetrics } from './ticket-metrics.ts';

const SEEN: readonly (readonly [TicketEvent, readonly string[]])[] = [
  [{ type: 'dedup-looked-up', result: 'miss' }, ['chat_ticket_create_dedup_lookup_total{result="miss"}']],
  ...(['session', 'user'] as const).map(
    scope =>
      [
        { type: 'dedup-looked-up', result: scope },
        [
          `chat_ticket_create_dedup_lookup_total{result="${scope}"}`,
          `chat_ticket_create_dedup_scope_total{scope="${scope}"}`,
        ],
      ] as const,
  ),
  ...(['pass', 'dedup_bypass'] as const).map(
    result =>
      [{ type: 'cooldown-checked', result }, [`chat_ticket_create_rate_limited_total{result="${result}"}`]] as const,
  ),
  ...[true, false].map(
    hasRecentTicket =>
      [
        { type: 'cooldown-checked', result: 'blocked', hasRecentTicket },
        [
          'chat_ticket_create_rate_limited_total{result="blocked"}',
          `chat_ticket_create_rate_limited_context_total{has_recent_ticket="${hasRecentTicket}"}`,
        ],
      ] as const,
  ),
  ...(['last_ticket', 'create_last'] as const).map(
    cache =>
      [
        { type: 'owner-mismatch', cache },
        [`chat_ticket_session_cache_owner_mismatch_total{cache="${cache}"}`],
      ] as const,
  ),
  ...(['ticket_created', 'ticket_reused', 'session_reset'] as const).flatMap(reason =>
    (['session_only', 'session_and_user'] as const).map(
      scope =>
        [
          { type: 'context-reset', reason, scope },
          [
            `chat_ticket_context_reset_total{reason="${reason}"}`,
            `chat_ticket_context_reset_scope_total{scope="${scope}"}`,
          ],
        ] as const,
    ),
  ),
  ...(['query', 'cache', 'list', 'missing'] as const).map(
    source =>
      [
        { type: 'status-asked', source },
        [`chat_ticket_status_lookup_ticket_source_total{source="${source}"}`],
      ] as const,
  ),
  ...(['found', 'empty', 'error'] as const).map(
    result =>
      [{ type: 'recent-looked-up', result }, [`chat_ticket_status_recent_lookup_total{result="${result}"}`]] as const,
  ),
  ...(['recovered', 'miss', 'retry_failed'] as const).map(
    result =>
      [
        { type: 'cache-recovered', result },
        [`chat_ticket_status_lookup_cache_recovery_total{result="${result}"}`],
      ] as const,
  ),
];

for (const [event, lines] of SEEN) {
  it(`counts ${Object.values(event).join(' ')} under the names of the specification`, async () => {
    const registry = new Registry();
    new TicketMetrics(registry).on(event);
    const counted = (await registry.metrics()).split('\n').filter(line => line !== '' && !line.startsWith('#'));
    assert.deepEqual(counted.toSorted(), lines.map(line => `${line} 1`).toSorted());
  });
}
