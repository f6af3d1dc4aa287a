/** What each party says, so that one can tell whose words arrived where. */
export const PRIMARY_TEXT =
  '첫째 나루에서 답합니다. 책은 결제 뒤 이틀 안에 도착합니다 🚚 [1]. 송장은 문자로 보내 드립니다 👩‍💻. 첫째 나루의 답이 끝났습니다.';
export const FALLBACK_TEXT =
  '둘째 나루에서 답합니다. 배송 상태는 주문 내역에서 보실 수 있습니다 📦 [1]. 둘째 나루의 답이 끝났습니다.';

/** In every error message of a provider: must reach nobody. */
export const PROVIDER_CANARY = 'canary-provider-words-7d1f';
/** In every question: must stand in no log. */
export const CUSTOMER_CANARY = '배송은 얼마나 걸리나요';
export const PRIMARY_KEY = 'canary-key-primary-51ce90d2';
export const FALLBACK_KEY = 'canary-key-fallback-88ab04f7';

/** Sentences that simulated providers use where a canary cannot stand. */
export const PROVIDER_SENTENCES: readonly string[] = [
  PROVIDER_CANARY,
  'The server had an error while processing',
  'Too many requests. Slow down',
  'The model is overloaded',
  'Bad Gateway',
  'upstream connect error',
  '8192 maximum context length',
  'content filtering policy',
];
