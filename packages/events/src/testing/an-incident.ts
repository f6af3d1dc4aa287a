import type { Incident } from '../incidents/incident.ts';
import type { Notice } from '../ports/notifier.ts';
import { AN_INSTANT_MS } from './an-event.ts';

export function anIncident(overrides: Partial<Incident> = {}): Incident {
  return {
    id: 'incident-1',
    fingerprint: 'v1:one',
    rule: 'errors',
    severity: 'warning',
    subject: { route: '/v1/chat/stream', provider: 'primary' },
    state: { name: 'open' },
    stateVersion: 1,
    revision: 1,
    openedAtMs: AN_INSTANT_MS,
    lastSeenAtMs: AN_INSTANT_MS,
    reopenedAtMs: [],
    affected: 10,
    share: 0.25,
    firstRequestId: 'request-1',
    lastRequestIds: ['request-9', 'request-10'],
    inhibitedBy: null,
    title: '오류가 늘었습니다',
    summary: '25 %가 실패했습니다.',
    runbook: '/docs/runbook#provider-failures',
    ...overrides,
  };
}

export function aNotice(overrides: Partial<Notice> = {}): Notice {
  return {
    key: 'incident-1@1',
    reason: 'opened',
    severity: 'warning',
    title: '오류가 늘었습니다',
    text: '25 %가 실패했습니다.',
    items: [
      {
        incidentId: 'incident-1',
        title: '오류가 늘었습니다',
        summary: '25 %가 실패했습니다.',
        runbook: '/docs/runbook',
      },
    ],
    atMs: AN_INSTANT_MS,
    ...overrides,
  };
}
