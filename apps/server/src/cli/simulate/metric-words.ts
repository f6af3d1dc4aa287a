const WORDS: ReadonlyMap<string, string> = new Map([
  ['availability', '가용성 (availability)'],
  ['requests', '요청 수'],
  ['failed', '응답 실패'],
  ['interrupted', '응답 중 끊김'],
  ['refused', '거절 (예산·조건)'],
  ['first_token_p50_ms', '첫 토큰 p50'],
  ['first_token_p95_ms', '첫 토큰 p95'],
  ['first_token_p99_ms', '첫 토큰 p99'],
  ['cost', '비용 (통화 단위)'],
  ['cost_per_1000', '요청 1,000건당 비용'],
  ['attempts', '시도 (attempts)'],
  ['attempts_per_request', '요청당 시도'],
  ['failovers', 'failover 횟수'],
  ['first_attempt_failed', '첫 시도가 실패한 비율'],
  ['head_changes', '1순위 provider 변경'],
  ['flips', 'breaker가 열린 횟수'],
  ['probes', 'synthetic probe'],
  ['quality', '답변 품질 평균'],
  ['back_on_primary_sec', '장애 후 primary 복귀까지'],
  ['outage_attempts_primary', '장애 중 primary 시도 (최대)'],
  ['canary_aborted_sec', 'canary 자동 중단 시각'],
]);

/** What a figure is called in a report. */
export function metricWord(name: string): string {
  return WORDS.get(name) ?? name;
}
