import { NotifyError, type Notice, type Notifier } from '@naru/events';
import { Agent, request } from 'undici';
import { toSlackMessage } from './slack-message.ts';

export interface WebhookNotifierOptions {
  /** Of the incoming webhook. Who has it may write there: it is never logged. */
  readonly url: string;
}

const ANSWER_MS = 5_000;
const MAX_ANSWER_BYTES = 16_384;

/**
 * Tells an incoming webhook, in Slack's form. The key goes along as `Idempotency-Key`, so that a receiver can leave out
 * what it has had. Redirects are not followed: a secret address leads nowhere else.
 */
export function createWebhookNotifier({ url }: WebhookNotifierOptions): Notifier & AsyncDisposable {
  const agent = new Agent({
    connections: 1,
    connect: { timeout: ANSWER_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    keepAliveTimeout: 1_000,
  });

  async function send(notice: Notice, signal: AbortSignal): Promise<number> {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': notice.key },
      body: JSON.stringify(toSlackMessage(notice)),
      signal,
      dispatcher: agent,
    });
    await body.dump({ limit: MAX_ANSWER_BYTES });
    return statusCode;
  }

  return {
    label: 'webhook',
    async notify(notice, signal) {
      signal.throwIfAborted();
      const status = await send(notice, signal).catch((error: unknown) => {
        if (signal.aborted) throw signal.reason;
        throw new NotifyError(`The webhook could not be reached (${kindOf(error)}).`);
      });
      if (status < 200 || status > 299) throw new NotifyError(`The webhook answered ${status}.`);
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** Its message would hold the address. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error ? String(error.code) : error.name;
}
