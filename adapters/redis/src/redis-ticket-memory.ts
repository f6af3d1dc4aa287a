import type { Random } from '@naru/kernel';
import type { CreationMark, RememberedTicket, TicketMemory, TicketScope } from '@naru/support';
import { z } from 'zod';
import { openRedisCommands, type RedisCommands } from './redis-commands.ts';
import { encodePart, redisKeys } from './redis-keys.ts';
import { CLAIM, FORGET, RECALL, RELEASE, REMEMBER } from './ticket-scripts.ts';

export interface RedisTicketMemoryOptions {
  /** It is never logged. */
  readonly url: string;
  /** In front of every key; instances with the same one share. Default `naru:`. */
  readonly prefix?: string;
  readonly random: Random;
  /** How Redis is spoken to; default a connection of its own. */
  readonly openCommands?: (url: string, random: Random) => RedisCommands;
}

export type RedisTicketMemory = TicketMemory & Disposable;

/** Within one scope; the oldest may give way sooner than their time. */
const MAX_INQUIRIES = 200;
const MAX_TTL_MS = 31 * 86_400_000;
/** An epoch outlives whatever was written under an earlier one. */
const EPOCH_TTL_MS = 2 * MAX_TTL_MS;

const storedTicket = z.object({
  ownerKey: z.string(),
  number: z.string(),
  cachedAtMs: z.number(),
  untilMs: z.number(),
});
const storedMark = z.object({
  ownerKey: z.string(),
  holder: z.string().optional(),
  number: z.string().optional(),
  untilMs: z.number(),
});

/**
 * What is remembered of tickets, for all instances at once. Calls reject within 100 ms while Redis is away; a value
 * that cannot be read counts as not there.
 */
export function createRedisTicketMemory(options: RedisTicketMemoryOptions): RedisTicketMemory {
  const { url, prefix = 'naru:', random, openCommands = openRedisCommands } = options;
  const keys = redisKeys(prefix);
  const redis = openCommands(url, random);
  const keysOf = (scopes: readonly TicketScope[]) => scopes.map(({ kind, id }) => keys.ticketScope(kind, id));

  return {
    async recall(scopes, inquiry, nowMs) {
      if (scopes.length === 0) return [];
      const field = inquiry === undefined ? 'none' : fieldOf(inquiry);
      const found = z.array(row).parse(await redis.evaluate(RECALL, keysOf(scopes), [field]));
      return scopes.map(({ kind, id }, index) => {
        const [epoch, mark, last, same] = found[index] ?? [null, null, null, null];
        return {
          scope: { kind, id, epoch: Number(epoch ?? 0) },
          same: toTicket(same, nowMs),
          cooling: toMark(mark, nowMs),
          last: toTicket(last, nowMs),
        };
      });
    },

    async claim(scopes, mark, nowMs) {
      if (scopes.length === 0) return true;
      const args = [mark.ownerKey, String(nowMs), JSON.stringify(mark), ttl(mark.untilMs - nowMs)];
      return (await redis.evaluate(CLAIM, keysOf(scopes), args)) === 1;
    },

    async release(scopes, holder) {
      if (scopes.length > 0) await redis.evaluate(RELEASE, keysOf(scopes), [holder]);
    },

    async remember(scopes, { ownerKey, number, cachedAtMs, lastUntilMs, opened }, nowMs) {
      if (scopes.length === 0) return;
      const ticket = { ownerKey, number, cachedAtMs };
      const longestUntilMs = Math.max(lastUntilMs, opened?.sameUntilMs ?? 0, opened?.coolingUntilMs ?? 0);
      await redis.evaluate(REMEMBER, keysOf(scopes), [
        String(nowMs),
        ttl(longestUntilMs - nowMs),
        String(MAX_INQUIRIES),
        JSON.stringify({ ...ticket, untilMs: lastUntilMs }),
        opened ? JSON.stringify({ ownerKey, number, untilMs: opened.coolingUntilMs }) : '',
        opened ? fieldOf(opened.inquiry) : '',
        opened ? JSON.stringify({ ...ticket, untilMs: opened.sameUntilMs }) : '',
        ...scopes.map(({ epoch }) => String(epoch)),
      ]);
    },

    async forget(scope) {
      await redis.evaluate(FORGET, keysOf([scope]), [String(EPOCH_TTL_MS)]);
    },

    [Symbol.dispose]() {
      redis.close();
    },
  };
}

const text = z.string().nullable();
const row = z.tuple([text, text, text, text]);

function fieldOf(inquiry: string): string {
  return `same:${encodePart(inquiry)}`;
}

function ttl(ms: number): string {
  return String(Math.min(MAX_TTL_MS, Math.max(1, Math.ceil(ms))));
}

function toTicket(kept: string | null, nowMs: number): RememberedTicket | undefined {
  const found = read(storedTicket, kept);
  if (!found || found.untilMs <= nowMs) return undefined;
  const { untilMs: _, ...ticket } = found;
  return ticket;
}

function toMark(kept: string | null, nowMs: number): CreationMark | undefined {
  const found = read(storedMark, kept);
  if (!found || found.untilMs <= nowMs) return undefined;
  const { ownerKey, holder, number, untilMs } = found;
  return { ownerKey, holder, number, untilMs };
}

function read<Value>(schema: z.ZodType<Value>, kept: string | null): Value | undefined {
  if (kept === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(kept)).data;
  } catch {
    return undefined;
  }
}
