import type { Clock, Ids } from '@naru/kernel';
import { ModelError, type ModelCall, type StreamPart, type TokenUsage } from '@naru/language-model';
import type { AttemptEnd } from '../health/statistics.ts';
import type { ProviderEntry } from '../providers/provider.ts';
import { failureOf } from './failure-of.ts';
import { InterruptibleParts } from './interruptible-parts.ts';

/** Nobody's words: a probe is sent of our own accord. */
const TEXT = 'ping';

export interface ProbeResult extends AttemptEnd {
  readonly durationMs: number;
  /** As the provider reported it; missing where it reported none. */
  readonly usage?: TokenUsage;
}

/** Asks for one token within the time that a first token has, and says how that went. Never throws. */
export async function askForOneToken(
  { provider, languageModel }: ProviderEntry,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
): Promise<ProbeResult> {
  const { alias, timeouts } = provider;
  const beganAtMs = clock.monotonicMs();
  let parts: InterruptibleParts | undefined;
  const timer = clock.schedule(timeouts.firstTokenMs, () =>
    parts?.interrupt(new ModelError(alias, 'timeout_first_token')),
  );
  try {
    parts = new InterruptibleParts(languageModel, probeCall(ids));
    const { outcome, usage } = await outcomeOf(parts);
    if (usage) parts.closeDown(clock);
    return { outcome, durationMs: clock.monotonicMs() - beganAtMs, ...(usage && { usage }) };
  } catch (error) {
    const { kind, retryAfterMs } = failureOf(error, alias);
    return { outcome: kind, retryAfterMs, durationMs: clock.monotonicMs() - beganAtMs };
  } finally {
    timer.cancel();
  }
}

function probeCall(ids: Ids): ModelCall {
  const id = ids.newId();
  return {
    prompt: { messages: [{ role: 'user', text: TEXT }] },
    tools: [],
    settings: { mode: 'stream', maxTokens: 1 },
    signal: new AbortController().signal,
    labels: { requestId: id, traceId: id },
  };
}

async function outcomeOf(
  parts: InterruptibleParts,
): Promise<{ outcome: 'ok' | 'empty' | 'stream_broken'; usage?: TokenUsage }> {
  let hasContent = false;
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return { outcome: 'stream_broken' };
    hasContent ||= value.some(isContent);
    const end = value.find(part => part.type === 'finish');
    if (!end) continue;
    // One token may be spent on thinking, or on nothing that shows: that it was spent is what was asked.
    const isAlive = hasContent || end.reason.unified === 'length' || end.usage.outputTokens > 0;
    return { outcome: isAlive ? 'ok' : 'empty', usage: end.usage };
  }
}

function isContent(part: StreamPart): boolean {
  return (part.type === 'text-delta' || part.type === 'reasoning-delta') && part.text !== '';
}
