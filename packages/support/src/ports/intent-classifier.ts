import type { SupportIntent } from '../intents/intent.ts';

/** Names an intent where the rules name none. Asked only then. */
export interface IntentClassifier {
  /** @returns undefined when unsure; a throw is taken for that too, and the turn goes on as `GENERAL` */
  classify(text: string, signal: AbortSignal): Promise<SupportIntent | undefined>;
}
