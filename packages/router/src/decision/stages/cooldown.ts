import type { Candidate, Stage } from '../stage.ts';

/** Puts providers that have just failed behind those that have not, and those that have fallen silent between them. */
export const cooldown: Stage = {
  name: 'cooldown',
  rule:
    'Providers that are cooling go last, in their order; if all are cooling, the order is unchanged. Before them go ' +
    'those that have fallen silent: three attempts or more wait longer than is usual, three usual waits all ' +
    'together, and nobody sent after them was answered. Silence is no blame, and ends with the next answer.',
  settings: ['QS_LLM_PROVIDER_COOLDOWN_SEC'],
  apply(chain, { snapshot }) {
    if (snapshot.configuration.cooldownMs === 0) return { chain, code: 'off' };
    const cooling = chain.filter(isCooling);
    const silent = chain.filter(isSilent);
    if (cooling.length + silent.length === 0) return { chain, code: 'none_cooling' };
    if (cooling.length === chain.length) return { chain, code: 'all_cooling' };
    const ready = chain.filter(candidate => !isCooling(candidate) && !isSilent(candidate));
    const next = [...ready, ...silent, ...cooling];
    // A head that was passed over is what operators count; a cooling provider further down changed nothing.
    const head = chain[0] === next[0] ? undefined : chain[0];
    const silence = head && !isCooling(head) ? silenceOf(head) : undefined;
    return {
      chain: next,
      code: cooling.length > 0 ? 'applied' : 'silent',
      ...(head && { provider: head.provider.alias }),
      ...(silence !== undefined && { detail: silence }),
    };
  },
};

function isCooling({ signals }: Candidate): boolean {
  return signals.coolingLeftMs > 0;
}

function isSilent(candidate: Candidate): boolean {
  return candidate.signals.silence !== undefined && !isCooling(candidate);
}

function silenceOf({ provider, signals: { silence } }: Candidate): string | undefined {
  return silence && `${provider.alias} keeps ${silence.attempts} waiting, one for ${Math.round(silence.oldestMs)} ms`;
}
