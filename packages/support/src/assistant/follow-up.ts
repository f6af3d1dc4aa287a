import type { Message } from '@naru/language-model';
import { wordsOf } from '../knowledge/korean-tokens.ts';

const MAX_ELLIPTICAL_WORDS = 2;
const POINTS_BACK =
  /^(아\s*)?(그럼|그러면|그렇다면|그건|그거|그게|그것|그때|거기|이건|이거|저건|그중|그리고|또|그래서|그런데|근데)|(는|은|도)요?\s*[?？]*$|^(왜|언제|얼마|어디|어떻게|며칠)[가-힣]*\s*[?？]*$/;

/** Whether a message says too little to be looked up alone: `그럼 제주도는요?`, `얼마예요?`, `거기는?` */
export function isElliptical(text: string): boolean {
  const words = wordsOf(text).length;
  return words === 0 || (words <= MAX_ELLIPTICAL_WORDS && POINTS_BACK.test(text.trim()));
}

/** The customer's last question before this one. */
export function lastQuestion(history: readonly Message[]): string | undefined {
  return history.findLast(message => message.role === 'user')?.text;
}
