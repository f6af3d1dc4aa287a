/** What a message that wishes for a ticket says beside the wish. */
export type TicketWish =
  /** How tickets are opened, not that one be: for the articles to answer. */
  | { readonly kind: 'question' }
  /** The wish and nothing else: `문의 접수해줘`. */
  | { readonly kind: 'bare' }
  | { readonly kind: 'inquiry'; readonly inquiry: string };

/** Whoever wants to telephone wants the number, which stands in the articles. */
const WISH =
  /(고객\s*|1\s*:\s*1\s*)?(문의|티켓|상담|신고|민원|불만)\s*(사항|글|건)?\s*(을|를|좀|하나)*\s*(접수|등록|남기|남길|남겨|넣어|올려|올리)|(상담원|상담사|직원|사람)\s*(과|와|이랑|랑|하고|을|를|한테|에게|좀)*\s*(연결|바꿔|불러|얘기|이야기|대화)/u;
/** Behind the wish: the topic of a question, or the question. */
const ASKS_HOW = /^[가-힣]{0,3}?(은|는|하려면|할려면|하는|방법|시간|어떻게|어디|언제)/u;
/** The rest of the wish's verb, up to the end of a word: `해 주세요`, `고 싶어요`. */
const VERB_REST =
  /^(했으면|해|하고|하|할|고|겠|드릴|드려|달라고?|어|여)?\s*(싶(어요?|습니다|은데요?)|줘요?|주세요|주실래요|주시겠어요|주십시오|줄래요?|줄\s*수\s*있(나요|어요|을까요)|부탁\s*[가-힣]*|좋겠[가-힣]+|게요|께요|래요?|합니다|해요|요)?(?=[^가-힣]|$)/u;
const COURTESY =
  /(안녕하세요|저기요|부탁\s*(드려요|드립니다|드릴게요|해요|합니다)?|좀|그냥|제발|빨리|바로|지금|새로|하나|다시|해\s*(주세요|줘요?|주실래요|주시겠어요|주십시오)|주세요|주실래요|하고\s*싶(어요|습니다|은데요)|할게요|할래요|합니다|해요|이\s*내용(으로|을)?|위\s*내용(으로|을)?|방금\s*(질문|내용|그거)(으로|을)?|(이|그)\s*(거|건|걸로|것)(으로|을|도)?|그대로|대신)/gu;
/** A wish that was said to its end. */
const ASKED_FOR = /줘|주|줄|부탁|싶|게요|래요/u;
const ASKS = /몇|어떻게|어디|언제|되나|하나요|인가요|가능/u;
const MIN_LETTERS = 2;

/** Reads a message whose intent is `TICKET_CREATE`. */
export function readTicketWish(message: string): TicketWish {
  const text = message.normalize('NFKC');
  const wish = WISH.exec(text);
  if (!wish) return { kind: 'question' };
  const behind = text.slice(wish.index + wish[0].length).trimStart();
  const verbRest = VERB_REST.exec(behind)?.[0] ?? '';
  const joined = behind.replace(/\s+/g, '');
  const isAskedFor = ASKED_FOR.test(verbRest);
  if (!isAskedFor && (ASKS_HOW.test(joined) || ASKS.test(joined))) return { kind: 'question' };
  const rest = `${text.slice(0, wish.index)} ${behind.slice(verbRest.length)}`;
  const inquiry = rest.replace(/\s+/g, ' ').trim();
  const letters = inquiry.replace(COURTESY, '').replace(/[^\p{L}\p{N}]/gu, '');
  return letters.length < MIN_LETTERS ? { kind: 'bare' } : { kind: 'inquiry', inquiry };
}
