import type { StreamPart, ToolCall } from '@naru/language-model';
import { isRecord, parseJson } from '../http/json-body.ts';
import type { OpenaiToolCallDelta } from './openai-wire.ts';

interface OpenCall {
  id: string;
  name: string;
  readonly inputTexts: string[];
  started: boolean;
}

/** Where a piece belongs: which call in order of beginning, under which id, and whether it is that call's first. */
export interface PiecePlace {
  readonly index: number;
  readonly id: string;
  readonly isFirst: boolean;
}

const MAX_CALLS = 128;

/**
 * Puts tool calls together from their pieces, by index or id, whichever is there (R-FO-8). Known oddities:
 * no index; no id; index 0 for every call, with a new id and name for each; the id only once or in every piece;
 * two calls with one id; another id in every piece of one call; the name repeated; arguments as an object.
 */
export class ToolCallMerger {
  readonly #idPrefix: string;
  readonly #calls: OpenCall[] = [];
  readonly #byIndex = new Map<number, OpenCall>();
  readonly #byId = new Map<string, OpenCall>();
  readonly #usedIds = new Set<string>();

  /** @param idPrefix begins the ids of calls that come without one; must differ from step to step */
  constructor(idPrefix: string) {
    this.#idPrefix = idPrefix;
  }

  get size(): number {
    return this.#calls.length;
  }

  /** Takes a piece in and appends what it adds to `parts`. Undefined when it is no piece of a tool call. */
  add(piece: unknown, parts: StreamPart[]): PiecePlace | undefined {
    if (!isRecord(piece)) return undefined;
    const delta: OpenaiToolCallDelta = piece;
    const name = typeof delta.function?.name === 'string' ? delta.function.name : '';
    const id = typeof delta.id === 'string' ? delta.id : '';
    const index = typeof delta.index === 'number' && Number.isInteger(delta.index) ? delta.index : undefined;
    const callsBefore = this.#calls.length;
    const call = this.#callOf(index, id, name);
    if (!call) return undefined;
    if (call.name === '') call.name = name;
    if (!call.started && id !== '' && !this.#usedIds.has(id)) this.#rename(call, id);
    this.#start(call, parts);
    const inputText = textOf(delta.function?.arguments);
    if (inputText !== '') {
      call.inputTexts.push(inputText);
      if (call.started) parts.push({ type: 'tool-call-delta', id: call.id, inputText });
    }
    return { index: this.#calls.indexOf(call), id: call.id, isFirst: this.#calls.length > callsBefore };
  }

  /** The calls as they are now, in the order in which they began. Nameless ones are no calls. */
  complete(): ToolCall[] {
    return this.#calls
      .filter(call => call.name !== '')
      .map(({ id, name, inputTexts }) => ({ id, name, inputText: inputTexts.join('') || '{}' }));
  }

  /** Gives a call that began without its id the one that came later. */
  #rename(call: OpenCall, id: string): void {
    this.#usedIds.delete(call.id);
    this.#usedIds.add(id);
    call.id = id;
  }

  #start(call: OpenCall, parts: StreamPart[]): void {
    if (call.started || call.name === '') return;
    call.started = true;
    parts.push({ type: 'tool-call-start', id: call.id, name: call.name });
    for (const inputText of call.inputTexts) parts.push({ type: 'tool-call-delta', id: call.id, inputText });
  }

  #callOf(index: number | undefined, id: string, name: string): OpenCall | undefined {
    const known = index === undefined ? this.#withoutIndex(id, name) : this.#withIndex(index, id, name);
    const call = known ?? this.#begin(id);
    if (!call) return undefined;
    if (index !== undefined) this.#byIndex.set(index, call);
    if (id !== '' && !this.#byId.has(id)) this.#byId.set(id, call);
    return call;
  }

  #withIndex(index: number, id: string, name: string): OpenCall | undefined {
    const atIndex = this.#byIndex.get(index);
    const withId = this.#byId.get(id);
    if (atIndex) {
      if (withId && withId !== atIndex && !this.#hasIndex(withId)) return withId;
      return this.#beginsAnother(atIndex, withId, id, name) ? undefined : atIndex;
    }
    // An index after an id: the same call, unless that one has an index of its own and this piece names one.
    return withId && (name === '' || !this.#hasIndex(withId)) ? withId : undefined;
  }

  #withoutIndex(id: string, name: string): OpenCall | undefined {
    const withId = this.#byId.get(id);
    const last = this.#calls.at(-1);
    if (withId || name === '') return withId ?? last;
    if (id !== '' || !last || last.name !== name) return undefined;
    return isWhole(last) ? undefined : last;
  }

  /** Whether a piece at a known index begins a new call, from a provider that counts nothing. */
  #beginsAnother(atIndex: OpenCall, withId: OpenCall | undefined, id: string, name: string): boolean {
    if (name === '' || withId === atIndex) return false;
    if (id !== '') return atIndex.name !== '' && (name !== atIndex.name || isWhole(atIndex));
    return atIndex.name !== '' && name !== atIndex.name;
  }

  #hasIndex(call: OpenCall): boolean {
    for (const other of this.#byIndex.values()) if (other === call) return true;
    return false;
  }

  #begin(id: string): OpenCall | undefined {
    if (this.#calls.length >= MAX_CALLS) return undefined;
    const number = this.#calls.length;
    let unique = id === '' ? `${this.#idPrefix}${number}` : id;
    // Results go back by id, so two calls may not share one.
    if (this.#usedIds.has(unique)) unique = `${unique}_${number}`;
    this.#usedIds.add(unique);
    const call: OpenCall = { id: unique, name: '', inputTexts: [], started: false };
    this.#calls.push(call);
    return call;
  }
}

function isWhole(call: OpenCall): boolean {
  // Looked at first, so that a provider that repeats the name in every piece does not cost a parse for each.
  if (!call.inputTexts.at(-1)?.trimEnd().endsWith('}')) return false;
  return parseJson(call.inputTexts.join('')) !== undefined;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isRecord(value) ? JSON.stringify(value) : '';
}
