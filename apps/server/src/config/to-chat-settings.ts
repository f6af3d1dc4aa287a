import type { ChatSettings } from '@naru/chat';
import type { Config } from './config.ts';

/** What chat's engine may do in a turn. */
export function toChatSettings({ chat, limits }: Config): ChatSettings {
  const { extraAttempts, maxWaitMs, costPerTurnMicros, fallbackEscalateThreshold: _, ...settings } = chat;
  return {
    ...settings,
    turnsPerMinute: limits.turnsPerMinute,
    budget: { extraAttempts, waitMs: maxWaitMs, moneyMicros: costPerTurnMicros },
  };
}
