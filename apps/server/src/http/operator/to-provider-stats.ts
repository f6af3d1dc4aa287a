import type { ProviderStats, StageNoteBody } from '@naru/api-contract';
import type { CandidateReport, Decision, Provider, StageNote } from '@naru/router';

/** How each provider stands, in the configured order. `signalsOf` answers for those that the decision does not hold. */
export function toProviderStats(
  providers: readonly Provider[],
  { candidates }: Decision,
  signalsOf: (alias: string) => CandidateReport | undefined = () => undefined,
): ProviderStats[] {
  return providers.flatMap(provider => {
    const own = candidates.find(({ alias }) => alias === provider.alias);
    const report = own ?? signalsOf(provider.alias);
    return report ? [toStats(provider, report, own !== undefined)] : [];
  });
}

function toStats(
  { alias, protocol, model, prices }: Provider,
  report: CandidateReport,
  isInPolicy: boolean,
): ProviderStats {
  const { signals, fate } = report;
  const { health, quality } = signals;
  const isKept = isInPolicy && fate.kind === 'kept';
  const isDropped = isInPolicy && fate.kind === 'dropped';
  return {
    alias,
    protocol,
    model,
    position: isKept ? fate.position : null,
    dropped_by: isDropped ? fate.stage : null,
    why: isDropped ? fate.why : null,
    state: health?.state ?? 'closed',
    score: health?.score ?? 1,
    ratio: health?.ratio ?? 1,
    penalty: health?.penalty ?? 0,
    samples: health?.samples ?? 0,
    consecutive_failures: signals.consecutiveFailures,
    last_outcome_age_ms: signals.lastOutcomeAgeMs ?? null,
    latency_ms: health?.latencyMs ?? null,
    first_token_ms: health?.firstTokenMs ?? null,
    quality_weight: quality?.weight ?? null,
    quality_samples: quality?.samples ?? 0,
    cost_per_1k: prices ? (prices.inputMicrosPer1k + prices.outputMicrosPer1k) / 2 / 1_000_000 : null,
  };
}

export function toStageNote({ stage, code, chain, provider, detail }: StageNote): StageNoteBody {
  return { stage, code, chain: [...chain], provider: provider ?? null, detail: detail ?? null };
}
