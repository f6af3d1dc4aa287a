import { seededRandom } from '@naru/kernel';
import type { LogEntry } from '@naru/simulator';
import { askChat } from '../faces/ask-chat.ts';
import { askGateway } from '../faces/ask-gateway.ts';
import { callAndLeave } from '../faces/http-call.ts';
import { CLOSE_MS } from '../judge/judge-providers.ts';
import { PRIMARY_TEXT } from '../world/words.ts';
import { grown, heldBy, type Held } from '../world/held-by.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

/** What a caller may be waiting for when it leaves. */
const WAITS = [
  'silence=before-headers',
  'silence=after-headers',
  'stall-byte=300',
  'pace=20',
  'heartbeat-only=30',
] as const;
const AT_ONCE = 20;
const SETTLED_MS = 3_000;
/** Callers that leave before it is looked at what a server holds. */
const WARM = 200;

async function leave(
  world: World,
  share: number,
  isStream: boolean,
): Promise<{ readonly mark: string; readonly leftAtMs: number }> {
  const { text, mark } = world.question();
  const body = { model: 'auto', stream: isStream, messages: [{ role: 'user', content: text }] };
  const { leftAtMs } = await callAndLeave(
    { url: `${world.url}/v1/chat/completions`, body },
    { afterBytes: 1 + Math.floor(share * 2_000), afterMs: 30 + share * 100 },
  );
  return { mark, leftAtMs };
}

function isOver({ end }: LogEntry): boolean {
  return end !== undefined;
}

export const LEAVING: CheckGroup = {
  title: 'Callers that leave',
  settings: { primary: 'openai', fallback: 'anthropic', cooldownSec: 30 },
  checks: [
    {
      numbers: ['T15', 'T17', 'R6', 'R8'],
      name: 'callers leave at any moment',
      answer:
        'The provider sees its socket close within 250 ms (p99); no socket and no memory stay behind, no request goes on for nobody, and nobody else is asked. Nor is it held against the provider: it is asked first again.',
      async run(world, { disconnects, seed }) {
        const random = seededRandom(seed);
        const problems: string[] = [];
        const late: number[] = [];
        const held: Held[] = [];
        for (let done = 0; done < disconnects; done += AT_ONCE) {
          world.play(WAITS[Math.floor(random() * WAITS.length)] ?? WAITS[0]);
          const leaving = Array.from({ length: Math.min(AT_ONCE, disconnects - done) }, () =>
            leave(world, random(), random() < 0.8),
          );
          const left = await Promise.all(leaving);
          await world.simulator.until(() => world.simulator.log().every(isOver), SETTLED_MS).catch(() => undefined);
          for (const { mark, leftAtMs } of left) {
            const [entry, ...others] = world.asked({ mark });
            if (others.length > 0) problems.push('somebody else was asked for a caller who had left');
            if (!entry) continue;
            if (!entry.end) problems.push('a provider still works for a caller who left');
            else if (entry.end.how === 'caller-left') {
              const lateMs = entry.receivedAtMs + entry.end.afterMs - leftAtMs;
              late.push(lateMs);
            }
          }
          world.simulator.clearLog();
          if (done >= WARM) held.push(await heldBy(world.server));
        }
        // A machine that stands still for a moment is not the product: one in a hundred may be late (R-FO-5).
        const p99Ms = late.toSorted((one, other) => one - other)[Math.floor(late.length * 0.99)] ?? 0;
        if (p99Ms > CLOSE_MS) problems.push(`the provider saw it ${Math.round(p99Ms)} ms late (p99 of ${late.length})`);
        problems.push(...grown(held));
        world.simulator.reset();
        const next = await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: false });
        if (next.provider !== 'primary') problems.push(`${next.provider} is asked first after callers had left`);
        const leftBehind = world.simulator.connections;
        if (leftBehind > AT_ONCE) problems.push(`${leftBehind} connections to providers stay`);
        return problems.map(problem => `seed ${seed}: ${problem}`);
      },
    },
    {
      numbers: ['C-TURN-3', 'T16'],
      name: 'a customer who closes the page during an answer',
      answer: 'In chat the answer goes on and is kept: it may be come back for.',
      async run(world) {
        world.play('pace=10');
        const { text, mark } = world.question();
        const messages = [{ id: 'message-1', role: 'user', parts: [{ type: 'text', text }] }];
        const body = { id: crypto.randomUUID(), messages };
        await callAndLeave({ url: `${world.url}/v1/chat/stream`, body }, { afterBytes: 200, afterMs: 2_000 });
        const entry = await world.simulator
          .until(() => world.asked({ mark }).some(isOver), SETTLED_MS)
          .then(() => world.asked({ mark })[0]);
        world.simulator.reset();
        const after = await askChat(world.url, { text: world.question().text, isStream: true });
        return [
          ...(entry?.end?.how === 'completed' ? [] : [`the answer ended as ${entry?.end?.how}`]),
          ...(after.text === PRIMARY_TEXT ? [] : ['the next customer was not answered']),
        ];
      },
    },
  ],
};
