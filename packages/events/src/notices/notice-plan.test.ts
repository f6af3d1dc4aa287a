import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Incident, IncidentState } from '../incidents/incident.ts';
import { anIncident } from '../testing/an-incident.ts';
import { NoticePlan } from './notice-plan.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

function setUp() {
  const plan = new NoticePlan();
  const told: string[] = [];
  /** Looks every second of the span, as the desk does; a notice is always taken. */
  function watch(incidents: readonly Incident[], fromMs: number, untilMs: number): void {
    for (let nowMs = fromMs; nowMs < untilMs; nowMs += SECOND_MS) {
      const due = plan.due(incidents, nowMs);
      if (!due) continue;
      told.push(`${due.notice.reason} after ${(nowMs - fromMs) / SECOND_MS} s`);
      due.told();
    }
  }
  return { plan, told, watch };
}

function incidentIn(state: IncidentState, stateVersion: number, overrides: Partial<Incident> = {}): Incident {
  return anIncident({ state, stateVersion, openedAtMs: 0, lastSeenAtMs: 0, ...overrides });
}

const open = incidentIn({ name: 'open' }, 1);

describe('notices (E-INC-3)', () => {
  it('wait half a minute for others, five seconds where it is critical, and not at all when failover failed', () => {
    for (const [incident, expected] of [
      [open, 'opened after 30 s'],
      [{ ...open, severity: 'critical' }, 'opened after 5 s'],
      [{ ...open, severity: 'critical', rule: 'failover-exhausted' }, 'failover-failed after 0 s'],
    ] as const) {
      const { told, watch } = setUp();
      watch([incident], 0, 40 * SECOND_MS);
      assert.deepEqual(told, [expected]);
    }
  });

  it('tell of several that come together in one, the most urgent first', () => {
    const { plan } = setUp();
    const incidents = [open, { ...open, id: 'incident-2', severity: 'critical', title: '제공자 장애' } as const];
    const due = plan.due(incidents, 31 * SECOND_MS);
    assert.equal(due?.notice.title, '[장애] 제공자 장애 외 1건');
    assert.deepEqual(
      due?.notice.items.map(({ incidentId }) => incidentId),
      ['incident-2', 'incident-1'],
    );
    assert.equal(due?.notice.severity, 'critical');
  });

  it('come again after four hours while nobody has taken it on', () => {
    const { told, watch } = setUp();
    watch([open], 0, 9 * HOUR_MS);
    assert.equal(told.length, 3);
    const calm = setUp();
    calm.watch([open], 0, MINUTE_MS);
    calm.watch([incidentIn({ name: 'acknowledged', by: 'operator', atMs: 1 }, 2)], MINUTE_MS, 9 * HOUR_MS);
    assert.equal(calm.told.length, 1);
  });

  it('never come twice within five minutes for one incident', () => {
    const { told, watch } = setUp();
    watch([open], 0, 31 * SECOND_MS);
    watch([incidentIn({ name: 'resolved', atMs: MINUTE_MS }, 2)], 31 * SECOND_MS, 2 * MINUTE_MS);
    watch([incidentIn({ name: 'reopened' }, 3)], 2 * MINUTE_MS, 5 * MINUTE_MS);
    assert.equal(told.length, 1);
    watch([incidentIn({ name: 'resolved', atMs: 6 * MINUTE_MS }, 4)], 6 * MINUTE_MS, 7 * MINUTE_MS);
    assert.deepEqual(told.slice(1), ['resolved after 0 s']);
  });

  it('come at most twice in half an hour for what flaps (I2)', () => {
    const { told, watch } = setUp();
    watch([open], 0, MINUTE_MS);
    watch([incidentIn({ name: 'flapping' }, 6)], MINUTE_MS, 31 * MINUTE_MS);
    assert.equal(told.length, 2);
  });

  it('say nothing of what another incident explains, nor of what was over before it was told', () => {
    const { told, watch } = setUp();
    watch([{ ...open, inhibitedBy: 'incident-9' }], 0, HOUR_MS);
    watch([incidentIn({ name: 'resolved', atMs: 10 }, 2)], 0, HOUR_MS);
    assert.deepEqual(told, []);
  });

  it('are the same, key and all, until one is taken', () => {
    const { plan } = setUp();
    const first = plan.due([open], MINUTE_MS);
    const again = plan.due([open], 2 * MINUTE_MS);
    assert.equal(again?.notice.key, first?.notice.key);
    first?.told();
    assert.equal(plan.due([open], 2 * MINUTE_MS), undefined);
  });

  it('are not repeated by a restart, but for incidents so young that they may not have been told', () => {
    const { plan } = setUp();
    const young = { ...open, id: 'young', openedAtMs: 9 * MINUTE_MS };
    plan.restore([open, young], 10 * MINUTE_MS);
    const due = plan.due([open, young], 10 * MINUTE_MS);
    assert.deepEqual(
      due?.notice.items.map(({ incidentId }) => incidentId),
      ['young'],
    );
  });
});
