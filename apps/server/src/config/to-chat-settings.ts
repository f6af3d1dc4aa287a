import type { ChatSettings } from '@naru/chat';
import type { Config } from './config.ts';

/** What chat's engine may do in a turn. */
export function toChatSettings({ chat, limits }: Config): ChatSettings {
  return {
    historyMessages: chat.historyMessages,
    maxMessageChars: chat.maxMessageChars,
    leaseMs: chat.leaseMs,
    abandonedAfterMs: chat.abandonedAfterMs,
    fallbackEscalateThreshold: chat.fallbackEscalateThreshold,
    firstChunkMs: chat.firstChunkMs,
    totalMs: chat.totalMs,
    turnsPerMinute: limits.turnsPerMinute,
    budget: { extraAttempts: chat.extraAttempts, waitMs: chat.maxWaitMs, moneyMicros: chat.costPerTurnMicros },
  };
}
