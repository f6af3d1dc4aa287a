import { INTENT_RULES } from '../intents/intent-rules.ts';
import type { SupportIntent } from '../intents/intent.ts';
import type { TicketSeverity } from './ticket.ts';

/** What people at the desk call the matters that the rules know. */
const CATEGORIES: ReadonlyMap<SupportIntent, string> = new Map([
  ['ORDER', '주문'],
  ['SHIPPING', '배송'],
  ['REFUND', '환불'],
  ['EXCHANGE', '교환'],
  ['PAYMENT', '결제'],
  ['EBOOK', '전자책'],
  ['USED_BOOK', '중고책'],
  ['MEMBERSHIP', '회원 혜택'],
  ['EVENT', '이벤트'],
  ['ACCOUNT', '회원 정보'],
]);

interface SeverityRule {
  readonly severity: TicketSeverity;
  readonly pattern: RegExp;
}

/** Tried from top to bottom against the message without spaces, in lower case. */
const SEVERITY_RULES: readonly SeverityRule[] = [
  { severity: 'urgent', pattern: /해킹|도용|유출|사기|소송|고소|경찰|소비자원|소비자보호원/ },
  {
    severity: 'high',
    pattern:
      /긴급|급해|급합|당장|오늘(안|중|까지)|(두|2|세|3)번(이나)?결제|중복결제|이중결제|환불.{0,8}(안|않|못)|돈.{0,6}(안|못)/,
  },
  { severity: 'normal', pattern: /파손|파본|훼손|불량|오배송|잘못(왔|온|배송)|분실|지연|안(와|왔|옴|오)|안(돼|되|됨)/ },
  { severity: 'low', pattern: /궁금|알고싶|제안|건의|칭찬/ },
];

const MAX_READ_CHARACTERS = 2_000;

/** What an inquiry seems to be about and how pressing it is, by rules; what no rule names stays unset. */
export function gradeInquiry(message: string): {
  readonly category: string | undefined;
  readonly severity: TicketSeverity | undefined;
} {
  const joined = message.slice(0, MAX_READ_CHARACTERS).normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  const intent = INTENT_RULES.find(rule => !rule.intent.startsWith('TICKET_') && rule.pattern.test(joined))?.intent;
  return {
    category: intent && CATEGORIES.get(intent),
    severity: SEVERITY_RULES.find(({ pattern }) => pattern.test(joined))?.severity,
  };
}
