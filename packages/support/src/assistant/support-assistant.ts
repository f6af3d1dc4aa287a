import type { Assistant, AssistantQuestion, FixedAnswer, Preparation } from '@naru/chat/assistant';
import { riskOf, type SupportIntent } from '../intents/intent.ts';
import { smallTalkOf } from '../intents/small-talk.ts';
import { supportIntent } from '../intents/support-intent.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { IntentClassifier } from '../ports/intent-classifier.ts';
import { findSources } from './find-sources.ts';
import { isElliptical, lastQuestion } from './follow-up.ts';
import { composePrompt, PROMPT_VERSION } from './prompt/compose-prompt.ts';
import { NO_EVIDENCE_SENTENCE } from './sentences.ts';
import { answerStatus, prepareAskedFor, prepareTicket, type AssistantTickets } from './tickets/ticket-answers.ts';

export interface SupportAssistantDeps {
  readonly knowledge: Knowledge;
  /** Asked for an intent where the rules name none. */
  readonly intentClassifier?: IntentClassifier;
  /** Missing: tickets are neither opened nor looked up, only spoken of. */
  readonly tickets?: AssistantTickets;
  readonly settings?: Partial<SupportSettings>;
}

export interface SupportSettings {
  readonly maxTokens: number;
  readonly temperature: number;
}

const SETTINGS: SupportSettings = { maxTokens: 700, temperature: 0.2 };

/**
 * A bookstore's service desk: answers from the articles, with citations, or says that it cannot.
 * No model is called for small talk, nor where no article speaks of the question.
 */
export function createSupportAssistant({
  knowledge,
  intentClassifier,
  tickets,
  settings,
}: SupportAssistantDeps): Assistant {
  const { maxTokens, temperature } = { ...SETTINGS, ...settings };

  return {
    name: 'support',
    promptVersion: PROMPT_VERSION,
    contextVersion: () => knowledge.version,
    async prepare(question): Promise<Preparation> {
      const smallTalk = smallTalkOf(question.text);
      if (smallTalk) return fixedAnswer('SMALL_TALK', smallTalk.answer);

      const intent = await intentOf(question, intentClassifier);
      const ofTickets = tickets && (await prepareTickets(question, intent, tickets));
      if (ofTickets) return ofTickets;
      const { sources } = findSources(knowledge, question);
      if (sources.length === 0) return noEvidence(intent);
      return {
        kind: 'ask-model',
        intent,
        risk: riskOf(intent),
        messages: composePrompt(question, sources),
        sources,
        tools: [],
        settings: { maxTokens, temperature },
        maxToolDepth: 0,
        isForEverybody: isForEverybody(question),
      };
    },
  };
}

/** Numbers and addresses of a person's own: an order, a telephone, an e-mail. */
const OF_ONE_PERSON = /\d{4,}|@|(?:제|내|저의|나의)\s?(?:주문|이름|번호|계정|아이디|카드|주소)/;

/** The articles answer alike whoever asks, unless the message leans on another or holds something of its writer's. */
function isForEverybody({ text, history }: AssistantQuestion): boolean {
  return history.length === 0 && !isElliptical(text) && !OF_ONE_PERSON.test(text);
}

/** By rules; a message that leans on the one before takes that one's intent; what is left is the classifier's. */
async function intentOf(
  { text, history, signal }: AssistantQuestion,
  classifier: IntentClassifier | undefined,
): Promise<SupportIntent> {
  const own = supportIntent(text).intent;
  if (own !== 'GENERAL') return own;
  const before = isElliptical(text) ? lastQuestion(history) : undefined;
  const inherited = before === undefined ? 'GENERAL' : supportIntent(before).intent;
  if (inherited !== 'GENERAL' && inherited !== 'SMALL_TALK') return inherited;
  try {
    return (await classifier?.classify(text, signal)) ?? 'GENERAL';
  } catch {
    // A better guess at the intent is not worth an answer.
    return 'GENERAL';
  }
}

/** What is to be done with a ticket; `undefined` where the message is not about one. */
async function prepareTickets(
  question: AssistantQuestion,
  intent: SupportIntent,
  tickets: AssistantTickets,
): Promise<Preparation | undefined> {
  if (intent === 'TICKET_STATUS') return answerStatus(question, tickets);
  // By its own words alone: a message that only leans on a wish is none.
  if (supportIntent(question.text).intent === 'TICKET_CREATE') return prepareTicket(question, tickets);
  return prepareAskedFor(question, tickets);
}

function fixedAnswer(intent: SupportIntent, text: string): FixedAnswer {
  return { kind: 'fixed-answer', intent, text, status: 'ok', reasonCode: 'OK', nextAction: 'NONE', citations: [] };
}

function noEvidence(intent: SupportIntent): FixedAnswer {
  return {
    kind: 'fixed-answer',
    intent,
    text: NO_EVIDENCE_SENTENCE,
    status: 'insufficient_evidence',
    reasonCode: 'NO_EVIDENCE',
    nextAction: 'REFINE_QUERY',
    citations: [],
  };
}
