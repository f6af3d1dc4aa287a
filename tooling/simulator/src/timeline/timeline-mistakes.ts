import { PlayError, readPlay } from '../behaviours/play.ts';
import { isList, isObject, type Json, type JsonObject } from '../protocols/json.ts';
import { durationMs } from './duration.ts';

/** A timeline that cannot be played: each mistake with its path, what was found and what is allowed. */
export class TimelineError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The timeline is not valid:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`);
    this.name = 'TimelineError';
    this.mistakes = mistakes;
  }
}

/** Reads values and gathers what is wrong with them, so that one run shows every mistake. */
export class TimelineMistakes {
  readonly #mistakes: string[] = [];

  add(path: string, found: Json | undefined, allowed: string): void {
    this.#mistakes.push(
      `${path}: found ${found === undefined ? 'nothing' : JSON.stringify(found)}; allowed: ${allowed}`,
    );
  }

  throwIfAny(): void {
    if (this.#mistakes.length > 0) throw new TimelineError(this.#mistakes);
  }

  object(path: string, value: Json | undefined): JsonObject {
    if (isObject(value)) return value;
    this.add(path, value, 'an object');
    return {};
  }

  list(path: string, value: Json | undefined): readonly Json[] {
    if (isList(value)) return value;
    this.add(path, value, 'a list');
    return [];
  }

  text(path: string, value: Json | undefined): string {
    if (typeof value === 'string') return value;
    this.add(path, value, 'a text');
    return '';
  }

  optionalCount(path: string, value: Json | undefined): number | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
    this.add(path, value, 'a whole number of at least 1');
    return undefined;
  }

  optionalDuration(path: string, value: Json | undefined): number | undefined {
    return value === undefined ? undefined : this.#duration(path, value);
  }

  duration(path: string, value: Json | undefined): number {
    return this.#duration(path, value) ?? 0;
  }

  #duration(path: string, value: Json | undefined): number | undefined {
    const ms = typeof value === 'string' || typeof value === 'number' ? durationMs(value) : undefined;
    if (ms === undefined) this.add(path, value, 'a time such as 500ms, 10s, 2m or 0');
    return ms;
  }

  onlyFields(path: string, value: JsonObject, allowed: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (!allowed.includes(name)) this.add(path, `field ${name}`, allowed.join(', '));
    }
  }

  play(path: string, value: Json | undefined): string {
    if (typeof value !== 'string') {
      this.add(path, value, 'a text such as status=503,retry-after=2, or well');
      return 'well';
    }
    try {
      readPlay(value);
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      for (const mistake of error.mistakes) this.#mistakes.push(`${path}: ${mistake}`);
    }
    return value;
  }
}
