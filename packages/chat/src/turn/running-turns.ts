import type { Clock } from '@naru/kernel';
import type { RunningTurn } from './running-turn.ts';

/** How long what was cut at a shutdown may take to be stored. */
const LAST_WORDS_MS = 5_000;

/** The turns of this process. */
export class RunningTurns {
  readonly #turns = new Map<string, RunningTurn>();
  #isDraining = false;

  /** True once no more turns are taken. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  get size(): number {
    return this.#turns.size;
  }

  get(turnId: string): RunningTurn | undefined {
    return this.#turns.get(turnId);
  }

  add(turn: RunningTurn): void {
    this.#turns.set(turn.record.id, turn);
  }

  remove(turn: RunningTurn): void {
    this.#turns.delete(turn.record.id);
  }

  /** Takes no more turns and waits for those that run, at most `ms`; then ends them and waits a last moment. */
  async drain(ms: number, clock: Clock): Promise<void> {
    this.#isDraining = true;
    const allEnded = Promise.all([...this.#turns.values()].map(turn => turn.ended));
    await atMost(ms, allEnded, clock);
    for (const turn of this.#turns.values()) turn.cut({ kind: 'drained' });
    await atMost(LAST_WORDS_MS, allEnded, clock);
  }
}

/** Waits for `work`, at most `ms`, and leaves no timer behind. */
async function atMost(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = clock.schedule(ms, resolve);
  await Promise.race([work, over]);
  timer.cancel();
}
