import type { SharedChange, SharedEntry, SharedTopic } from '@naru/router';

export const TOPICS: readonly SharedTopic[] = ['health', 'override'];

/** Longer than any notice or override is; what is longer is not ours. */
const MAX_PAYLOAD_CHARS = 16_384;
const MESSAGE = /^(\d{1,16}) (.*)$/s;
const KEPT = /^(\d{1,16}) \d{1,16} (.*)$/s;

/** @throws {RangeError} for what nobody would read */
export function toPayload({ topic, key, value, origin }: Omit<SharedEntry, 'value'> & { value?: string }): string {
  const payload = JSON.stringify({ topic, key, value, origin });
  if (payload.length > MAX_PAYLOAD_CHARS) {
    throw new RangeError(`a shared entry may have ${MAX_PAYLOAD_CHARS} characters, got ${payload.length}`);
  }
  return payload;
}

/** What was told; `undefined` where it is not ours or broken. */
export function readMessage(text: string): SharedChange | undefined {
  const [, age, payload] = MESSAGE.exec(text) ?? [];
  return payload === undefined ? undefined : readPayload(payload, Number(age));
}

/** What is kept; `undefined` where it is not ours or broken. */
export function readKept(text: string, nowMs: number): SharedChange | undefined {
  const [, writtenAtMs, payload] = KEPT.exec(text) ?? [];
  // The machine's clock under the store may be set back.
  const change = payload === undefined ? undefined : readPayload(payload, Math.max(0, nowMs - Number(writtenAtMs)));
  return change?.value === undefined ? undefined : change;
}

function readPayload(text: string, ageMs: number): SharedChange | undefined {
  if (text.length > MAX_PAYLOAD_CHARS) return undefined;
  const payload = parse(text);
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { topic: name, key, value, origin } = payload as Readonly<Record<string, unknown>>;
  const topic = TOPICS.find(known => known === name);
  if (topic === undefined || typeof key !== 'string' || typeof origin !== 'string') return undefined;
  if (value === undefined) return { topic, key, origin, ageMs };
  return typeof value === 'string' ? { topic, key, value, origin, ageMs } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
