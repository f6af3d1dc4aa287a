import type { Citation, Message, ServedPart, TokenUsage } from '@naru/language-model';
import type { CitableSource, SourceCitation } from '../assistant/assistant.ts';
import type { AnswerCacheUse } from '../cache/answer-cache.ts';
import type { RecentTurns } from '../cache/recent-turns.ts';
import type { SpendMeter } from '../guards/cost/spend-meter.ts';
import { CitationMarks } from '../citations/citation-marks.ts';
import { citeSources } from '../citations/cite-sources.ts';
import type { BlockedBy } from './answer-end.ts';
import type { TurnServed } from './turn-record.ts';

/** What becomes known of one model call. */
export interface StepNotes {
  marks: CitationMarks;
  /** Sources that the provider itself named. */
  named: Citation[];
  served: ServedPart | undefined;
  usage: TokenUsage | undefined;
  costMicros: number | undefined;
  /** What it has come to as far as we can tell, for a step that its provider does not finish. */
  meter: SpendMeter | undefined;
}

/** What becomes known of an answer while it is made, beside its words. */
export class AnswerNotes {
  intent: string | undefined;
  /** What kept the answer from being seen. */
  blockedBy: BlockedBy | undefined;
  /** The conversation before, as it was read and as the model is shown it; missing as long as nobody has looked. */
  recent: RecentTurns | undefined;
  history: readonly Message[] = [];
  /** Under which an answer may be kept for everybody, and whether one was there. */
  answerCache: AnswerCacheUse | undefined;
  /** Whether a tool gave a result, on which the answer can rest. */
  hasToolResult = false;
  #sources: readonly CitableSource[] = [];
  readonly #steps: StepNotes[] = [];

  useSources(sources: readonly CitableSource[]): void {
    this.#sources = sources;
  }

  get hasSources(): boolean {
    return this.#sources.length > 0;
  }

  beginStep(meter?: SpendMeter): StepNotes {
    const step = { ...this.#freshReading(), served: undefined, usage: undefined, costMicros: undefined, meter };
    this.#steps.push(step);
    return step;
  }

  /** The step's words were taken back, and what they cited with them. */
  restartStep(step: StepNotes): void {
    Object.assign(step, this.#freshReading());
  }

  get citations(): readonly SourceCitation[] {
    const cited = this.#steps.flatMap(({ marks }) => [...marks.cited]);
    const named = this.#steps.flatMap(step => step.named);
    return citeSources(this.#sources, new Set(cited), named);
  }

  /** The texts of the cited sources. */
  get citedTexts(): readonly string[] {
    return this.citations.flatMap(({ n }) => this.#sources[n - 1]?.text ?? []);
  }

  /** The last step's provider, with the attempts, usage and known cost of all steps. */
  get served(): TurnServed | undefined {
    const all = this.#steps.flatMap(({ served }) => served ?? []);
    const last = all.at(-1);
    if (!last) return undefined;
    const costs = this.#steps.flatMap(step => costOf(step) ?? []);
    return {
      provider: last.provider,
      model: last.model,
      isFallback: all.some(({ isFallback }) => isFallback),
      attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
      decisionId: last.decisionId,
      decisionReason: last.reason,
      usage: sumUsage(this.#steps.flatMap(({ served, usage, meter }) => (served && (usage ?? meter?.usage)) ?? [])),
      costMicros: costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0),
    };
  }

  #freshReading(): Pick<StepNotes, 'marks' | 'named'> {
    return { marks: new CitationMarks(this.#sources.length), named: [] };
  }
}

/** What the provider reported; of a step that was ended before it could, our estimate. */
function costOf({ served, usage, costMicros, meter }: StepNotes): number | undefined {
  if (usage) return costMicros;
  return served && meter?.isPriced ? meter.costMicros : undefined;
}

function sumUsage(usages: readonly TokenUsage[]): TokenUsage | undefined {
  if (usages.length === 0) return undefined;
  return usages.reduce((sum, usage) => ({
    inputTokens: sum.inputTokens + usage.inputTokens,
    outputTokens: sum.outputTokens + usage.outputTokens,
    cacheReadTokens: sum.cacheReadTokens + usage.cacheReadTokens,
    estimated: sum.estimated || usage.estimated,
  }));
}
