// A router with two providers in a process of its own: the first always refuses. Each `ask` message makes one call;
// the answer says when the first one's failure was seen.
import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { collectStream } from '@naru/language-model';
import { ConnectionPool, createProviderModel } from '@naru/llm';
import { createRouter, type Provider } from '@naru/router';

const [brokenPort = '0', answeringPort = '0'] = process.argv.slice(2);
const pool = new ConnectionPool({ clock: systemClock });
let failureSeenAtNs = 0n;

const router = createRouter({
  providers: [provider('broken', brokenPort), provider('answering', answeringPort)].map(each => ({
    provider: each,
    languageModel: createProviderModel(each, { clock: systemClock, pool }),
  })),
  // Without cooling, breaker and scores the broken provider stays first, so that every call has its hop.
  settings: {
    policies: { default: { preset: 'gateway' } },
    tenants: {},
    tiers: {},
    blocklist: [],
    cooldownMs: 0,
    breaker: { enabled: false },
    health: { routingEnabled: false },
  },
  clock: systemClock,
  random: systemRandom,
  ids: createSystemIds(),
  observer: {
    on(event) {
      if (event.type === 'attempt-ended' && event.outcome !== 'ok') failureSeenAtNs = process.hrtime.bigint();
    },
  },
  logger: silentLogger,
});

function provider(alias: string, port: string): Provider {
  return {
    alias,
    protocol: 'openai',
    url: `http://127.0.0.1:${port}/v1`,
    model: 'bench',
    timeouts: {
      connectMs: 2_000,
      firstTokenMs: 6_000,
      jsonHeadersMs: 30_000,
      idleMs: 20_000,
      totalMs: 120_000,
      dripGraceMs: 10_000,
      minCharsPerSecond: 1,
    },
    capabilities: { tools: true, vision: true, retainsPrompts: false },
  };
}

process.on('message', async () => {
  const answer = await collectStream(
    router.languageModel('default').stream({
      prompt: { messages: [{ role: 'user', text: '배송은 얼마나 걸리나요?' }] },
      tools: [],
      settings: { mode: 'stream' },
      signal: new AbortController().signal,
      labels: { requestId: 'bench', traceId: 'bench' },
    }),
  );
  process.send?.({ failureSeenAtNs: String(failureSeenAtNs), provider: answer.served?.provider });
});
process.send?.({ ready: true });
