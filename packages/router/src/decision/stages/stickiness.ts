import { qualityOf } from '../../quality/quality-of.ts';
import type { StageName, StageNote } from '../decision.ts';
import { findInChain, putFirst } from '../put-first.ts';
import type { Candidate, Stage } from '../stage.ts';

/** What these stages have moved stays moved. */
const FINAL_MOVES: ReadonlySet<StageName> = new Set(['health', 'cost', 'quality_floor']);

/** Keeps a conversation with the provider that knows it, as long as that costs little. */
export const stickiness: Stage = {
  name: 'stickiness',
  rule:
    'Within a conversation keeps the provider of the last turn unless the gain beats a switch cost; never undoes a ' +
    'move of health, cost or quality floor, nor a spend ceiling; not for high-risk queries.',
  settings: ['sticky'],
  apply(chain, { features, snapshot, notes }) {
    const { stickiness: settings, quality } = snapshot.configuration.preferences;
    const [head] = chain;
    if (!settings.enabled || !head) return { chain, code: 'off' };
    if (features.risk === 'high') return { chain, code: 'high_risk_bypass' };
    const provider = snapshot.conversation?.lastProvider;
    if (provider === undefined) return { chain, code: 'no_last_provider' };
    const last = findInChain(provider, chain);
    if (!last) return { chain, code: 'not_found', provider: 'unknown' };
    if (last === head) return { chain, code: 'already_first', provider };
    if (snapshot.spend === 'over_soft_ceiling') return { chain, code: 'over_ceiling', provider };
    if (qualityOf(last) < quality.cutline) return { chain, code: 'below_cutline', provider };
    const mover = notes.find((note, index) => hasMoved(note, notes[index - 1], provider));
    if (mover) return { chain, code: 'kept_move', provider, detail: `moved by ${mover.stage}` };

    const gain = scoreOf(head) - scoreOf(last);
    const detail = `the gain is ${gain.toFixed(2)}, a switch costs ${settings.switchCost}`;
    if (gain > settings.switchCost) return { chain, code: 'worth_switching', provider, detail };
    return { chain: putFirst(last, chain), code: 'selected', provider, detail };
  },
};

/** Whether a stage wanted another one first, or put somebody before that provider who stood behind it. */
function hasMoved(note: StageNote, before: StageNote | undefined, alias: string): boolean {
  if (!FINAL_MOVES.has(note.stage)) return false;
  if (note.code === 'selected' && note.provider !== alias) return true;
  if (!before || before.chain === note.chain) return false;
  const behind = new Set(before.chain.slice(before.chain.indexOf(alias) + 1));
  return note.chain.slice(0, note.chain.indexOf(alias)).some(other => behind.has(other));
}

function scoreOf(candidate: Candidate): number {
  return qualityOf(candidate) + (candidate.signals.health?.score ?? 1);
}
