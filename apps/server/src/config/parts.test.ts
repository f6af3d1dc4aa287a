import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from './testing/load.ts';
import { toChatSettings } from './to-chat-settings.ts';
import { toRouterSettings } from './to-router-settings.ts';

describe('parts of the configuration', () => {
  it('are chat settings: lengths, limits of time, the budget of a turn', () => {
    const file = 'guards: {cost: {per_turn: 0.2}, time: {first_chunk: 5, total: 50}}\nchat: {history_messages: 12}';
    assert.deepEqual(toChatSettings(load({ NARU_TURNS_PER_MINUTE: '7' }, file)), {
      historyMessages: 12,
      turnsPerMinute: 7,
      maxMessageChars: 2_000,
      firstChunkMs: 5_000,
      totalMs: 50_000,
      leaseMs: 30_000,
      abandonedAfterMs: 1_000,
      fallbackEscalateThreshold: 3,
      budget: { extraAttempts: 3, waitMs: 30_000, moneyMicros: 200_000 },
    });
  });

  it('are providers and settings for the router, in order, without keys', () => {
    const env = { QS_LLM_URL: 'https://a.example', QS_LLM_FALLBACK_URLS: 'toy', NARU_KEY_PRIMARY: 'hush' };
    const { providers, settings } = toRouterSettings(load(env));
    assert.deepEqual(
      providers.map(({ alias }) => alias),
      ['primary', 'fallback_1'],
    );
    assert.doesNotMatch(JSON.stringify({ providers, settings }), /hush|secret/);
  });
});
