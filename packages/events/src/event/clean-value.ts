import { STRUCTURE_KEYS, type FieldKind, kindOfField } from './field-names.ts';
import { normaliseText } from './normalise-text.ts';

/** What an event may hold at most. */
export const EVENT_LIMITS = {
  bytes: 65_536,
  depth: 8,
  keys: 200,
  textLength: 8_192,
  wordLength: 256,
  messageLength: 200,
  passedOver: 20,
  frames: 3,
} as const;

export const REDACTED = '[redacted]';

/** Printable ASCII without white space: no id, code or name of ours is anything else, and no Korean sentence is this. */
const WORD = /^[\x21-\x7e]*$/;

const EMAIL = /^[^@]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i;
/** Telephone, card and registration numbers as they are written in Korea. */
const NUMBER_OF_A_PERSON = /^(?:\+?(?:82-?)?0?1[016-9]-?\d{3,4}-?\d{4}|(?:\d{4}-?){3}\d{4}|\d{6}-\d{7})$/;
/** How keys and tokens of well-known houses begin. */
const SECRET = /^(?:sk-|pk-|rk-|AKIA|ghp_|xox[abp]-|eyJ)[\w.-]{8,}/;

/** Has the form of a word and is nobody's business. Looks closer only where the first glance says so. */
function isPrivate(word: string): boolean {
  if (word.includes('@') && EMAIL.test(word)) return true;
  const first = word.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  return isDigit || first === 43 ? word.length < 24 && NUMBER_OF_A_PERSON.test(word) : SECRET.test(word);
}

/** Cleans the values of one event, and counts what it had to leave out or shorten. */
export class ValueCleaner {
  cut = 0;
  #keysLeft: number = EVENT_LIMITS.keys;

  word(value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.#leaveOut();
    if (!WORD.test(value) || isPrivate(value)) {
      this.cut += 1;
      return REDACTED;
    }
    return this.#shorten(value, EVENT_LIMITS.wordLength);
  }

  words(value: unknown, limit: number = EVENT_LIMITS.keys): readonly string[] | undefined {
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) return this.#leaveOut();
    if (value.length > limit) this.cut += 1;
    return value.slice(0, limit).map(one => this.word(one) ?? REDACTED);
  }

  number(value: unknown): number | undefined {
    if (value === undefined || value === null) return undefined;
    return Number.isFinite(value) ? (value as number) : this.#leaveOut();
  }

  boolean(value: unknown): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'boolean' ? value : this.#leaveOut();
  }

  text(value: unknown, limit: number = EVENT_LIMITS.textLength): string | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? normaliseText(value, limit) : this.#leaveOut();
  }

  /** Fields of names that stand in the table, each of its kind; everything else is left out. */
  fields(value: unknown): Record<string, unknown> | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'object') return this.#leaveOut();
    const clean: Record<string, unknown> = {};
    let isEmpty = true;
    for (const name of Object.keys(value)) {
      const kind = kindOfField(name);
      if (!kind || this.#keysLeft <= 0) {
        this.cut += 1;
        continue;
      }
      this.#keysLeft -= 1;
      const field = this.#field(kind, (value as Record<string, unknown>)[name]);
      if (field === undefined) continue;
      clean[name] = field;
      isEmpty = false;
    }
    return isEmpty ? undefined : clean;
  }

  #field(kind: FieldKind, value: unknown): unknown {
    return kind === 'structure' ? this.#structure(value, 1, []) : this[kind](value);
  }

  #structure(value: unknown, depth: number, above: readonly object[]): unknown {
    switch (typeof value) {
      case 'string':
        return this.word(value);
      case 'number':
        return this.number(value);
      case 'boolean':
        return value;
      case 'undefined':
        return undefined;
      case 'object':
        if (value === null) return null;
        if (depth > EVENT_LIMITS.depth || above.includes(value)) return this.#leaveOut();
        return Array.isArray(value)
          ? this.#list(value, depth, [...above, value])
          : this.#record(value, depth, [...above, value]);
      default:
        return this.#leaveOut();
    }
  }

  #list(list: readonly unknown[], depth: number, above: readonly object[]): readonly unknown[] {
    const clean: unknown[] = [];
    for (const item of list) {
      if (this.#keysLeft <= 0) {
        this.cut += 1;
        break;
      }
      this.#keysLeft -= 1;
      clean.push(this.#structure(item, depth + 1, above) ?? null);
    }
    return clean;
  }

  #record(record: object, depth: number, above: readonly object[]): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    for (const key of Object.keys(record)) {
      if (this.#keysLeft <= 0 || !STRUCTURE_KEYS.has(key)) {
        this.cut += 1;
        continue;
      }
      this.#keysLeft -= 1;
      const value = this.#structure((record as Record<string, unknown>)[key], depth + 1, above);
      if (value !== undefined) clean[key] = value;
    }
    return clean;
  }

  #shorten(text: string, limit: number): string {
    if (text.length <= limit) return text;
    this.cut += 1;
    return text.slice(0, limit);
  }

  #leaveOut(): undefined {
    this.cut += 1;
    return undefined;
  }
}
