import { tokensOf } from '../knowledge/korean-tokens.ts';

const SAME_SHARE = 0.6;
const COMPLAINS =
  /(그게아니|그말이아니|아니라고|아니그|무슨말|무슨소리|이해가안|이해안|모르겠|다시(알려|설명|말)|답이아|엉뚱|도움이안|해결이?안|해결되지)/u;
const SOLVED = /(해결(됐|되었|했|됨)|잘됐|됐어요감사|이해했|확인했|알겠습니다|알겠어요|고마워|고맙|감사)/u;

/** Whether a message shows that the answer before it did not help: the same again, or a complaint. */
export function asksAgain(before: string, now: string): boolean {
  if (COMPLAINS.test(joined(now))) return true;
  const [first, second] = [new Set(tokensOf(before)), new Set(tokensOf(now))];
  const smaller = Math.min(first.size, second.size);
  if (smaller === 0) return false;
  return [...second].filter(token => first.has(token)).length / smaller >= SAME_SHARE;
}

/** Whether a message says that the matter is settled: `해결됐어요`, thanks. */
export function saysSolved(message: string): boolean {
  const text = joined(message);
  return SOLVED.test(text) && !COMPLAINS.test(text);
}

function joined(message: string): string {
  return message.slice(0, 2_000).normalize('NFKC').replace(/\s+/g, '');
}
