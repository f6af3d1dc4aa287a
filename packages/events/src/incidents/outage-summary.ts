import type { Incident } from './incident.ts';
import type { OutageTally } from './provider-standing.ts';
import { clockTime, percent } from './summarise.ts';

/** What each class of failure most likely comes from, for somebody who has to act on it. */
const CAUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    server: '제공자가 서버 오류(5xx)를 돌려줍니다. 제공자의 상태 페이지를 확인하세요.',
    overloaded: '제공자가 과부하라고 답합니다. 제공자의 상태 페이지를 확인하세요.',
    network: '제공자에 연결되지 않거나 연결이 끊깁니다. 제공자의 상태 페이지와 우리 쪽 네트워크·DNS를 확인하세요.',
    timeout_connect: '제공자에 연결되지 않습니다. 제공자의 상태 페이지와 우리 쪽 네트워크·방화벽을 확인하세요.',
    timeout_first_token: '제공자가 요청을 받고도 답을 시작하지 않습니다. 제공자의 상태 페이지를 확인하세요.',
    timeout_idle: '제공자의 답이 중간에 멈춥니다. 제공자의 상태 페이지를 확인하세요.',
    timeout_total: '제공자의 답이 제시간에 끝나지 않습니다. 제공자의 상태 페이지를 확인하세요.',
    stream_error: '제공자가 답하는 도중에 오류를 알립니다. 제공자의 상태 페이지를 확인하세요.',
    stream_broken: '제공자의 답이 중간에 끊깁니다. 제공자의 상태 페이지를 확인하세요.',
    rate_limited: '제공자의 요청 한도를 넘었습니다. 한도와 트래픽을 확인하세요.',
    quota: '제공자 계정의 한도나 잔액이 바닥났습니다. 계정과 결제를 확인하세요.',
    auth: '제공자가 우리 키를 거절합니다. 키가 만료되거나 폐기되지 않았는지 확인하세요.',
    not_found: '모델이나 주소가 없어졌습니다. 설정의 모델 이름과 주소를 확인하세요.',
  }),
);

/** What a person who is woken up by an outage needs first, in Korean, the most urgent first. */
export function summariseOutage(incident: Incident, tally: OutageTally, otherCause: string): string {
  const { affected, share, subject, firstRequestId, lastRequestIds, openedAtMs, lastSeenAtMs, runbook } = incident;
  const provider = subject.provider ?? '?';
  const lines = [
    `무엇: ${incident.title}`,
    `언제: ${clockTime(Math.min(openedAtMs, tally.sinceMs ?? openedAtMs))}부터, ${clockTime(lastSeenAtMs)}까지 확인`,
    `영향: 고객 요청 약 ${figure(affected)}건(이 제공자로 갈 요청의 ${percent(share)}). ${outcomeOf(tally)}`,
    `추정 원인: ${CAUSES.get(tally.errorClass ?? '') ?? otherCause}`,
    `라우터 조치: ${actsOf(provider, tally)}`,
    firstRequestId === null ? undefined : `요청: 처음 ${firstRequestId}, 최근 ${lastRequestIds.join(', ')}`,
    `안내서: ${runbook}`,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}

function actsOf(provider: string, { isLeftAlone }: OutageTally): string {
  return isLeftAlone
    ? `${provider}에는 고객 요청을 보내지 않고, 토큰 하나짜리 확인 요청으로 회복을 살핍니다. 회복하면 저절로 되돌립니다.`
    : `${provider}에서 실패한 요청을 다음 제공자로 넘깁니다.`;
}

function outcomeOf({ servedElsewhere, unanswered, answeredBy }: OutageTally): string {
  const others = answeredBy.length > 0 ? `(${answeredBy.join(', ')})` : '';
  const served = servedElsewhere > 0 ? `${figure(servedElsewhere)}건은 다른 제공자${others}가 대신 답했고` : undefined;
  const failed = unanswered > 0 ? `${figure(unanswered)}건은 답을 받지 못했습니다.` : '답을 못 받은 요청은 없습니다.';
  return [served, failed].filter(part => part !== undefined).join(', ');
}

function figure(count: number): string {
  return Math.round(count).toLocaleString('ko-KR');
}
