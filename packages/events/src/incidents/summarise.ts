import type { Incident } from './incident.ts';
import type { IncidentRule } from './incident-rule.ts';

/** What the router has done meanwhile, counted from the same events. */
export interface RouterActs {
  readonly failedOver: number;
  readonly exhausted: number;
  /** Providers that answered, the busiest first. */
  readonly answeredBy: readonly string[];
}

export const NO_ACTS: RouterActs = { failedOver: 0, exhausted: 0, answeredBy: [] };

/** One line: what, and where. */
export function titleOf({ title }: IncidentRule, { provider, route, errorCode, tenant }: Incident['subject']): string {
  const where = [provider, route, errorCode, tenant].filter(part => part !== undefined).join(' · ');
  return where === '' ? title : `${title}: ${where}`;
}

/** Everything that a person who is woken up needs first, in Korean, in a few lines. */
export function summarise(rule: IncidentRule, incident: Incident, acts: RouterActs): string {
  const { affected, share, firstRequestId, lastRequestIds, openedAtMs, lastSeenAtMs } = incident;
  const lines = [
    `무엇: ${incident.title}`,
    `언제: ${clockTime(openedAtMs)}부터 ${clockTime(lastSeenAtMs)}까지 관측`,
    `얼마나: 약 ${Math.round(affected).toLocaleString('ko-KR')}건, 해당 트래픽의 ${percent(share)}`,
    firstRequestId === null ? undefined : `요청: 처음 ${firstRequestId}, 최근 ${lastRequestIds.join(', ')}`,
    `추정 원인: ${rule.likelyCause}`,
    `라우터 조치: ${actsOf(acts)}`,
    `안내서: ${incident.runbook}`,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}

function actsOf({ failedOver, exhausted, answeredBy }: RouterActs): string {
  const parts = [
    failedOver > 0 ? `${Math.round(failedOver)}건을 다른 제공자로 넘겼습니다` : undefined,
    answeredBy.length > 0 ? `응답한 제공자: ${answeredBy.join(', ')}` : undefined,
    exhausted > 0 ? `${Math.round(exhausted)}건은 아무도 답하지 못했습니다` : undefined,
  ].filter(part => part !== undefined);
  return parts.length === 0 ? '없음' : parts.join(' · ');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

const SEOUL_MS = 9 * 3_600_000;

/** In Korean time, which has no summer time. */
export function clockTime(atMs: number): string {
  const [day = '', time = ''] = new Date(atMs + SEOUL_MS).toISOString().split('T');
  return `${day} ${time.slice(0, 8)} KST`;
}
