import type { SampleRule, WideEvent } from '../event/wide-event.ts';
import { SAMPLE_RULES } from '../event/wide-event.ts';
import type { Incident } from '../incidents/incident.ts';
import type { EventArchive } from '../ports/event-archive.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import { MAX_PAGE } from '../ports/event-archive.ts';
import { DurationHistogram } from './duration-histogram.ts';

/** One day in figures. Units of work are weighted: a sampled event counts for all that it stands for. */
export interface DailyReport {
  /** `2026-11-20`, in Korean time. */
  readonly day: string;
  readonly events: number;
  readonly work: number;
  readonly errors: number;
  readonly routes: readonly RouteFigures[];
  readonly providers: readonly ProviderFigures[];
  readonly topErrors: readonly { readonly code: string; readonly work: number }[];
  readonly costMicros: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly sampling: readonly { readonly rule: SampleRule; readonly events: number; readonly work: number }[];
  readonly incidents: readonly Incident[];
}

export interface RouteFigures {
  readonly route: string;
  readonly work: number;
  readonly errors: number;
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

export interface ProviderFigures extends Omit<RouteFigures, 'route'> {
  readonly provider: string;
  readonly costMicros: number;
}

const SEOUL_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;
const MAX_ROWS = 20;
const MAX_INCIDENTS = 100;

/** First instant of the day in Korean time. @throws {RangeError} for what is no day */
export function startOfDay(day: string): number {
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+09:00`) : Number.NaN;
  if (Number.isNaN(startMs) || dayOf(startMs) !== day) {
    throw new RangeError(`A day is written like 2026-11-20, got ${JSON.stringify(day).slice(0, 40)}.`);
  }
  return startMs;
}

/** The day of an instant in Korean time. */
export function dayOf(atMs: number): string {
  return new Date(atMs + SEOUL_MS).toISOString().slice(0, 10);
}

/** Reads a day out of the stores, page by page. */
export async function readDailyReport(
  day: string,
  stores: { readonly archive: EventArchive; readonly incidents: IncidentStore },
): Promise<DailyReport> {
  const fromMs = startOfDay(day);
  const untilMs = fromMs + DAY_MS;
  const tally = new DailyTally(day);
  for (let after: string | undefined; ;) {
    const page = await stores.archive.find({ fromMs, untilMs, order: 'oldest-first', after, limit: MAX_PAGE });
    for (const event of page) tally.add(event);
    after = page.at(-1)?.eventId;
    if (page.length < MAX_PAGE) break;
  }
  return tally.report(await stores.incidents.list({ fromMs, untilMs, limit: MAX_INCIDENTS }));
}

interface Figures {
  work: number;
  errors: number;
  costMicros: number;
  readonly durations: DurationHistogram;
}

/** Adds up the events of a day, in memory that grows with the number of routes and providers only. */
export class DailyTally {
  readonly #day: string;
  readonly #routes = new Map<string, Figures>();
  readonly #providers = new Map<string, Figures>();
  readonly #errors = new Map<string, number>();
  readonly #sampling = new Map<SampleRule, { events: number; work: number }>();
  #events = 0;
  #work = 0;
  #failed = 0;
  #costMicros = 0;
  #inputTokens = 0;
  #outputTokens = 0;

  constructor(day: string) {
    this.#day = day;
  }

  add(event: WideEvent): void {
    // What the pipeline says about itself is no work of the shop.
    if (event.kind === 'pipeline') return;
    const weight = 1 / event.sample.rate;
    const isError = event.error !== undefined;
    this.#events += 1;
    const sampling = this.#sampling.getOrInsertComputed(event.sample.rule, () => ({ events: 0, work: 0 }));
    sampling.events += 1;
    sampling.work += weight;
    if (event.error) this.#errors.set(event.error.code, (this.#errors.get(event.error.code) ?? 0) + weight);
    if (event.kind === 'http-request' || event.kind === 'chat-turn') {
      count(this.#routes, event.route, event, weight);
    }
    if (event.kind === 'http-request') {
      this.#work += weight;
      if (isError) this.#failed += weight;
    }
    if (event.kind !== 'model-attempt') return;
    if (event.provider !== undefined) count(this.#providers, event.provider, event, weight);
    // A turn and its attempts tell the same cost; only the attempts are added up.
    this.#costMicros += weight * (event.costMicros ?? 0);
    this.#inputTokens += weight * (event.tokens?.input ?? 0);
    this.#outputTokens += weight * (event.tokens?.output ?? 0);
  }

  report(incidents: readonly Incident[]): DailyReport {
    return {
      day: this.#day,
      events: this.#events,
      work: Math.round(this.#work),
      errors: Math.round(this.#failed),
      routes: busiest(this.#routes).map(([route, figures]) => ({ route, ...shown(figures) })),
      providers: busiest(this.#providers).map(([provider, figures]) => ({
        provider,
        ...shown(figures),
        costMicros: Math.round(figures.costMicros),
      })),
      topErrors: [...this.#errors]
        .sort(([, a], [, b]) => b - a)
        .slice(0, MAX_ROWS)
        .map(([code, work]) => ({ code, work: Math.round(work) })),
      costMicros: Math.round(this.#costMicros),
      inputTokens: Math.round(this.#inputTokens),
      outputTokens: Math.round(this.#outputTokens),
      sampling: SAMPLE_RULES.map(rule => {
        const { events = 0, work = 0 } = this.#sampling.get(rule) ?? {};
        return { rule, events, work: Math.round(work) };
      }),
      incidents,
    };
  }
}

function count(table: Map<string, Figures>, key: string, event: WideEvent, weight: number): void {
  const figures = table.getOrInsertComputed(key, () => ({
    work: 0,
    errors: 0,
    costMicros: 0,
    durations: new DurationHistogram(),
  }));
  figures.work += weight;
  if (event.error) figures.errors += weight;
  figures.costMicros += weight * (event.costMicros ?? 0);
  figures.durations.add(event.durationMs, weight);
}

function busiest(table: ReadonlyMap<string, Figures>): readonly (readonly [string, Figures])[] {
  return [...table].sort(([, a], [, b]) => b.work - a.work).slice(0, MAX_ROWS);
}

function shown({ work, errors, durations }: Figures) {
  return {
    work: Math.round(work),
    errors: Math.round(errors),
    p50Ms: durations.percentile(0.5),
    p95Ms: durations.percentile(0.95),
    p99Ms: durations.percentile(0.99),
  };
}
