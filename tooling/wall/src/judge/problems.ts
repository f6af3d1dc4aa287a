import { FALLBACK_KEY, PRIMARY_KEY, PROVIDER_SENTENCES } from '../world/words.ts';
import type { HttpAnswer } from '../faces/http-call.ts';

/** Gathers what is wrong with one answer; an empty list is a passed row. */
export class Problems {
  readonly list: string[] = [];

  is(what: string, found: unknown, expected: unknown): void {
    if (!Object.is(found, expected)) this.list.push(`${what}: ${show(found)}, expected ${show(expected)}`);
  }

  isOneOf(what: string, found: unknown, expected: readonly unknown[]): void {
    if (!expected.includes(found))
      this.list.push(`${what}: ${show(found)}, expected one of ${expected.map(show).join(', ')}`);
  }

  holds(what: string, isTrue: boolean): void {
    if (!isTrue) this.list.push(what);
  }

  /** Words that a caller was shown of an answer that broke: some, of one provider, in order. */
  isBeginningOf(what: string, found: string, whole: string): void {
    this.holds(`${what}: ${show(found)} is no beginning of ${show(whole)}`, found !== '' && whole.startsWith(found));
  }

  /** Nothing of a provider's own words or keys has reached the caller. */
  leaksNothing({ body, headers }: HttpAnswer): void {
    const seen = `${body}\n${JSON.stringify(headers)}`;
    for (const secret of [...PROVIDER_SENTENCES, PRIMARY_KEY, FALLBACK_KEY]) {
      if (seen.includes(secret)) this.list.push(`leaked: ${secret}`);
    }
  }
}

const MAX_SHOWN = 160;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
