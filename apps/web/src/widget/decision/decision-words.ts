import type { DecisionPanel } from '@naru/api-contract';
import type { Texts } from '../../shared/texts.ts';

type DecisionTexts = Texts['decision'];

/** Codes come from the server and may be newer than this page: an unknown one is shown as it is. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

export function reasonSentence(texts: DecisionTexts, reasonCode: string): string {
  const sentence = wordFor(texts.reasons, reasonCode);
  return sentence === reasonCode ? reasonCode : `${sentence} (${reasonCode})`;
}

/** `1.24s` from a second on, `870ms` below. */
export function durationText(ms: number | null): string {
  if (ms === null) return '–';
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(2)}s` : `${Math.round(ms)}ms`;
}

/** Micro-units of the currency as an amount, with the digits that small amounts need. */
export function costText(costMicros: number | null, currency: string): string {
  if (costMicros === null) return '–';
  const amount = costMicros / 1_000_000;
  const digits = amount !== 0 && amount < 0.01 ? 6 : 4;
  return `${amount.toFixed(digits)} ${currency}`;
}

/** Stages that left the chain as it was are told apart, so that the eye finds what mattered. */
export function changedChain(
  stages: DecisionPanel['calls'][number]['stages'],
): readonly { readonly stage: (typeof stages)[number]; readonly changed: boolean }[] {
  return stages.map((stage, index) => {
    const before = stages[index - 1]?.chain;
    return { stage, changed: before !== undefined && before.join('\n') !== stage.chain.join('\n') };
  });
}
