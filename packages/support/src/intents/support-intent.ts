import { INTENT_RULES } from './intent-rules.ts';
import { riskOf, type IntentRisk, type SupportIntent } from './intent.ts';
import { smallTalkOf } from './small-talk.ts';

export interface IntentVerdict {
  readonly intent: SupportIntent;
  readonly risk: IntentRisk;
}

const MAX_READ_CHARACTERS = 2_000;

/** The intent of a message by rules alone; `GENERAL` when none matches. */
export function supportIntent(text: string): IntentVerdict {
  const intent = smallTalkOf(text) ? 'SMALL_TALK' : intentByRules(text);
  return { intent, risk: riskOf(intent) };
}

function intentByRules(text: string): SupportIntent {
  const joined = text.slice(0, MAX_READ_CHARACTERS).normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  return INTENT_RULES.find(({ pattern }) => pattern.test(joined))?.intent ?? 'GENERAL';
}
