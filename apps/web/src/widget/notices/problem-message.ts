import type { Texts } from '../../shared/texts.ts';
import type { Problem } from '../conversation/problem.ts';

/** The sentence under the title: the server's, which is made to be shown, else the page's own. */
export function problemMessage({ kind, code, message }: Problem, texts: Texts['problem']): string {
  if (message !== undefined && message !== '') return message;
  if (kind === 'truncated') return texts.truncated;
  return code === 'UNREACHABLE' ? texts.unreachable : texts.unreadable;
}
