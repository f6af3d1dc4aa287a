import type { NextAction } from '../assistant/assistant.ts';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['NO_EVIDENCE', '질문에 답할 근거를 찾지 못했습니다.'],
  ['PROVIDER_UNAVAILABLE', '답변 서비스에 일시적인 오류가 있었습니다.'],
  ['PROVIDER_TIMEOUT', '답변이 제때 도착하지 않았습니다.'],
  ['QUOTA_EXCEEDED', '사용 한도를 모두 사용했습니다.'],
  ['GUARD_OUTPUT', '응답 품질 검증에서 차단되었습니다.'],
  ['GUARD_COST', '비용 상한 때문에 답변을 마치지 못했습니다.'],
  ['GUARD_TIME', '응답이 지연되어 답변을 마치지 못했습니다.'],
  ['GUARD_STEPS', '처리 단계가 너무 많아 답변을 마치지 못했습니다.'],
]);

/** Why the last question got no answer, in Korean. */
export function reasonMessage(reasonCode: string): string {
  return REASONS.get(reasonCode) ?? '질문에 답하지 못했습니다.';
}

const RECOMMENDATIONS: Readonly<Record<NextAction, string>> = {
  NONE: '필요한 조치가 없습니다.',
  RETRY: '잠시 후 같은 질문을 다시 보내 주세요.',
  REFINE_QUERY: '질문을 조금 더 자세히 적어 다시 보내 주세요.',
  PROVIDE_REQUIRED_INFO: '안내해 드린 필요한 정보를 알려 주세요.',
  OPEN_SUPPORT_TICKET: '답변을 여러 번 드리지 못했습니다. 상담 문의를 접수해 주세요.',
};

export function recommendation(action: NextAction): string {
  return RECOMMENDATIONS[action];
}

/** A word of the closed set; what was stored before the set changed is no action any more. */
export function nextActionOf(stored: string): NextAction {
  return Object.hasOwn(RECOMMENDATIONS, stored) ? (stored as NextAction) : 'NONE';
}
