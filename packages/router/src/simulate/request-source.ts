import type { Random } from '@naru/kernel';
import type { Traffic } from './scenario.ts';

/** What one simulated customer asks. */
export interface SimulatedRequest {
  readonly intent: string;
  readonly risk: 'normal' | 'high';
  /** Missing where every request stands alone. */
  readonly sessionId: string | undefined;
}

/** Conversations that go on at the same time. */
const OPEN_CONVERSATIONS = 256;

/** Who asks, when, about what. */
export class RequestSource {
  readonly #traffic: Traffic;
  readonly #random: Random;
  readonly #weights: number;
  readonly #open: string[] = [];
  #conversations = 0;

  /** @throws {RangeError} when a number makes no sense */
  constructor(traffic: Traffic, random: Random) {
    this.#traffic = traffic;
    this.#random = random;
    this.#weights = traffic.intents.reduce((sum, { weight }) => sum + weight, 0);
    if (!(this.#weights > 0)) throw new RangeError('Intents must have a weight above 0, got none');
    if (traffic.phases[0]?.fromMs !== 0) throw new RangeError('The first phase of the traffic must begin at 0');
  }

  /** When the next one comes after that instant; `Infinity` for never. */
  nextAtMs(nowMs: number): number {
    const { phases, arrivals } = this.#traffic;
    let fromMs = nowMs;
    // Arrivals at random have no memory: at the end of a phase the wait begins anew at the new rate.
    for (let place = this.#phaseAt(nowMs); place < phases.length; place += 1) {
      const untilMs = phases[place + 1]?.fromMs ?? Infinity;
      const perSecond = phases[place]?.perSecond ?? 0;
      const waits = arrivals === 'even' ? 1 : -Math.log(1 - this.#random());
      const atMs = perSecond > 0 ? fromMs + (waits * 1_000) / perSecond : Infinity;
      if (atMs < untilMs) return atMs;
      fromMs = untilMs;
    }
    return Infinity;
  }

  next(): SimulatedRequest {
    const random = this.#random;
    let draw = random() * this.#weights;
    let chosen = this.#traffic.intents[0];
    for (const intent of this.#traffic.intents) {
      chosen = intent;
      draw -= intent.weight;
      if (draw < 0) break;
    }
    const { intent = 'GENERAL', highRisk = 0 } = chosen ?? {};
    const risk = highRisk > 0 && random() < highRisk ? 'high' : 'normal';
    return { intent, risk, sessionId: this.#session() };
  }

  #session(): string | undefined {
    const turns = this.#traffic.turnsPerConversation;
    if (turns <= 0) return undefined;
    const random = this.#random;
    const place = Math.floor(random() * OPEN_CONVERSATIONS);
    const isNew = random() * turns < 1;
    if (isNew || this.#open[place] === undefined) this.#open[place] = `conversation-${++this.#conversations}`;
    return this.#open[place];
  }

  #phaseAt(nowMs: number): number {
    const { phases } = this.#traffic;
    let place = 0;
    while (place + 1 < phases.length && (phases[place + 1]?.fromMs ?? Infinity) <= nowMs) place += 1;
    return place;
  }
}
