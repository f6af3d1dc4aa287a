import { sentencesOf } from '../knowledge/best-quote.ts';
import { tokensOf } from '../knowledge/korean-tokens.ts';

/** Share of a sentence's tokens that one cited text must hold. Below it a sentence says something of its own. */
const SUPPORTED_SHARE = 0.5;
/** A sentence of fewer tokens says nothing that could be supported: `네, 가능합니다.` */
const MIN_TOKENS = 2;
const CITATION_MARK = /\s*\[\d{1,2}\]/g;
const NUMBER = /\d+/g;
const NEXT_STEP = /(면\s*됩니다|(하|으)?실\s*수|할\s*수|세요|십시오|바랍니다|부탁)/u;
const STEP_WORDS =
  /(메뉴|페이지|화면|버튼|누르|눌러|클릭|선택|신청|접수|문의|전화|연락|확인|입력|제출|첨부|등록|방문|로그인|이동|들어가|보내|반송|재시도|변경|취소|기다려)/u;

/**
 * The share of an answer's sentences that the cited texts support (S-QLT-1): most of its words stand in one of them,
 * and so does every number. 1 for an answer of nothing but courtesies.
 */
export function groundedness(answer: string, citedTexts: readonly string[]): number {
  const cited = citedTexts.map(holdingOf);
  const claims = sentencesOf(answer.replace(CITATION_MARK, ''))
    .map(sentence => ({ tokens: tokensOf(sentence), numbers: numbersOf(sentence) }))
    .filter(({ tokens }) => tokens.length >= MIN_TOKENS);
  if (claims.length === 0) return 1;
  const supported = claims.filter(({ tokens, numbers }) =>
    cited.some(source => {
      const held = tokens.filter(token => source.tokens.has(token)).length;
      return held / tokens.length >= SUPPORTED_SHARE && numbers.every(number => source.numbers.has(number));
    }),
  );
  return supported.length / claims.length;
}

interface Holding {
  readonly tokens: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** What cited texts hold, by text: the same few passages are cited again and again. The oldest goes first. */
const HOLDINGS = new Map<string, Holding>();
const MAX_HOLDINGS = 256;

function holdingOf(text: string): Holding {
  const known = HOLDINGS.get(text);
  if (known) return known;
  const holding = { tokens: new Set(tokensOf(text)), numbers: new Set(numbersOf(text)) };
  for (const oldest of HOLDINGS.keys()) {
    if (HOLDINGS.size < MAX_HOLDINGS) break;
    HOLDINGS.delete(oldest);
  }
  HOLDINGS.set(text, holding);
  return holding;
}

/** 1 where an answer names a next step that the customer can take, else 0 (S-QLT-1). */
export function actionability(answer: string): number {
  const names = sentencesOf(answer.replace(CITATION_MARK, '')).some(
    sentence => STEP_WORDS.test(sentence) && NEXT_STEP.test(sentence),
  );
  return names ? 1 : 0;
}

function numbersOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/(?<=\d),(?=\d{3})/g, '')
      .match(NUMBER) ?? []
  );
}
