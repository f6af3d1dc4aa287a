import type { Assistant } from '@naru/chat/assistant';
import type { Clock, Logger } from '@naru/kernel';
import type { Retrieval, TicketDesk } from '@naru/support';
import type { Config } from '../config/index.ts';
import type { IntentRules, QuestionIntent } from '../http/gateway/call-labels.ts';
import { AUTO } from '../http/gateway/gateway-models.ts';
import { buildReports } from './build-reports.ts';
import type { Stores } from './build-stores.ts';
import { buildSupport } from './build-support.ts';

/** Every assistant; the first is the default. A new one is a package, a file beside this one and a line here. */
const ASSISTANTS: readonly ((parts: AssistantParts) => Promise<BuiltAssistant>)[] = [buildSupport, buildReports];

export interface AssistantParts {
  readonly config: Config;
  readonly stores: Stores;
  readonly ticketDesk: TicketDesk;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly opening: AsyncDisposableStack;
}

/** An assistant, with what the gateway and operators may know of how it looks at a question. */
export interface BuiltAssistant {
  readonly assistant: Assistant;
  readonly rules: {
    intentOf(text: string): QuestionIntent;
    /** `undefined` for an intent that is not its own. */
    riskOf(intent: string): 'normal' | 'high' | undefined;
  };
  /** What it would draw on; missing where it draws on nothing. */
  readonly retrieve?: (question: string) => Retrieval;
}

export function buildAssistants(parts: AssistantParts): Promise<readonly BuiltAssistant[]> {
  return Promise.all(ASSISTANTS.map(build => build(parts)));
}

/** A bare question to the gateway is read by the rules of the assistant it names; `auto` is the default one's. */
export function intentRulesOf(built: readonly BuiltAssistant[]): IntentRules {
  const rulesNamed = (model: string) =>
    (model === AUTO ? built[0] : built.find(({ assistant }) => assistant.name === model))?.rules;
  return {
    ofQuestion: (model, text) => rulesNamed(model)?.intentOf(text),
    riskOf: intent => built.map(({ rules }) => rules.riskOf(intent)).find(risk => risk !== undefined) ?? 'normal',
  };
}

/** What the default assistant would draw on for a question. */
export function retrieveOf([first]: readonly BuiltAssistant[]): (question: string) => Retrieval {
  return first?.retrieve ?? (() => NOTHING_FOUND);
}

const NOTHING_FOUND: Retrieval = { sources: [], coverage: 0, nearness: 0, speaksOfSomething: false };
