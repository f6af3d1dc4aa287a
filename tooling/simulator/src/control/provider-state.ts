import type { Clock } from '@naru/kernel';
import type { BehaviourSettings } from '../behaviours/registry.ts';
import type { RawValue } from '../behaviours/forms.ts';
import { readPlay, type Play } from '../behaviours/play.ts';
import type { PlayedFacts } from './log-entry.ts';

export type PlaySource = string | BehaviourSettings | Readonly<Record<string, RawValue>>;

export interface PlayOptions {
  /** For the next so many requests, behind those already queued. */
  readonly times?: number;
  /** From now on for so long; what stood before stands again afterwards. */
  readonly forMs?: number;
}

export interface ChosenPlay {
  readonly play: Play;
  readonly chosenBy: PlayedFacts['chosenBy'];
  readonly sinceMs: number;
  readonly askedBefore: number;
}

interface StandingPlay {
  readonly play: Play;
  readonly sinceMs: number;
  readonly untilMs: number;
  asked: number;
}

interface QueuedPlay extends StandingPlay {
  left: number;
}

const MAX_QUEUED = 1_000;
const MAX_STANDING = 100;
const MAX_MODEL_PLAYS = 500;
const MODEL_PREFIX = 'sim:';

/** What one provider is told to play: by the request itself, by a queue, by what stands, in this order. */
export class ProviderState {
  readonly #clock: Clock;
  readonly #queue: QueuedPlay[] = [];
  readonly #standing: StandingPlay[] = [];
  readonly #byModel = new Map<string, StandingPlay>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Tells the provider what to play. Without options it stands until another takes its place.
   *
   * @throws {PlayError} when the source cannot be read
   * @throws {RangeError} for options out of range, and when the queue is full
   */
  play(source: PlaySource, { times, forMs }: PlayOptions = {}): void {
    const play = readPlay(source);
    checkCount('times', times);
    checkCount('forMs', forMs);
    const sinceMs = this.#clock.monotonicMs();
    const untilMs = forMs === undefined ? Infinity : sinceMs + forMs;
    if (times !== undefined) {
      if (this.#queue.length >= MAX_QUEUED) throw new RangeError(`the queue holds ${MAX_QUEUED} plays; clear it first`);
      this.#queue.push({ play, sinceMs, untilMs, asked: 0, left: times });
      return;
    }
    if (forMs === undefined) this.#standing.length = 0;
    this.#standing.push({ play, sinceMs, untilMs, asked: 0 });
    if (this.#standing.length > MAX_STANDING) this.#standing.shift();
  }

  /** Answers well again: forgets what is queued and what stands. */
  clear(): void {
    this.#queue.length = 0;
    this.#standing.length = 0;
    this.#byModel.clear();
  }

  /**
   * Chooses the play of a request and counts it.
   *
   * @throws {PlayError} when the model name begins with `sim:` and cannot be read
   */
  choose(model: string): ChosenPlay {
    if (model.startsWith(MODEL_PREFIX)) return this.#asked(this.#ofModel(model), 'model');
    const nowMs = this.#clock.monotonicMs();
    this.#forgetPast(nowMs);
    const next = this.#queue[0];
    if (next) {
      next.left -= 1;
      if (next.left === 0) this.#queue.shift();
      return this.#asked(next, 'queue');
    }
    const standing = this.#standing.at(-1);
    return standing ? this.#asked(standing, 'standing') : { play: WELL, chosenBy: 'none', sinceMs: 0, askedBefore: 0 };
  }

  /** What is to come, for people. */
  describe(): { readonly standing: string; readonly queued: readonly string[] } {
    this.#forgetPast(this.#clock.monotonicMs());
    return {
      standing: this.#standing.at(-1)?.play.text || 'well',
      queued: this.#queue.map(({ play, left }) => `${play.text || 'well'} × ${left}`),
    };
  }

  #asked(standing: StandingPlay, chosenBy: PlayedFacts['chosenBy']): ChosenPlay {
    const askedBefore = standing.asked++;
    return { play: standing.play, chosenBy, sinceMs: this.#clock.monotonicMs() - standing.sinceMs, askedBefore };
  }

  /** Plays by model name are kept, so that their gates remember; the oldest goes when there are too many. */
  #ofModel(model: string): StandingPlay {
    const known = this.#byModel.get(model);
    if (known) return known;
    const play = readPlay(model.slice(MODEL_PREFIX.length));
    const standing = { play, sinceMs: this.#clock.monotonicMs(), untilMs: Infinity, asked: 0 };
    this.#byModel.set(model, standing);
    const oldest = this.#byModel.keys().next();
    if (this.#byModel.size > MAX_MODEL_PLAYS && !oldest.done) this.#byModel.delete(oldest.value);
    return standing;
  }

  #forgetPast(nowMs: number): void {
    while (this.#queue[0] && this.#queue[0].untilMs <= nowMs) this.#queue.shift();
    for (let index = this.#standing.length - 1; index >= 0; index--) {
      if ((this.#standing[index]?.untilMs ?? 0) <= nowMs) this.#standing.splice(index, 1);
    }
  }
}

const WELL = readPlay('well');

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new RangeError(`${name}: found ${value}; allowed: a whole number of at least 1`);
}
