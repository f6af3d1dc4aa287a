import type { RunningTurn } from './running-turn.ts';

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

  /** Takes no more turns. */
  refuseMore(): void {
    this.#isDraining = true;
  }

  /** Ends all that run, as the process must go. */
  cutAll(): void {
    for (const turn of this.#turns.values()) turn.cut({ kind: 'drained' });
  }

  /** Resolves once those that run now have ended. */
  async allEnded(): Promise<void> {
    await Promise.all([...this.#turns.values()].map(turn => turn.ended));
  }
}
