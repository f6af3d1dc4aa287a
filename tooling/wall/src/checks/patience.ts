import { askChat } from '../faces/ask-chat.ts';
import { askGateway } from '../faces/ask-gateway.ts';
import { judgeChat } from '../judge/judge-chat.ts';
import { judgeGateway } from '../judge/judge-gateway.ts';
import type { Check, CheckGroup } from './check.ts';

const OWN = { kind: 'own' } as const;
/** After a finish reason nobody waits longer for the terminator (R-FO-7). */
const GRACE_MS = 5_000;

function openEnd(play: string, name: string): Check {
  return {
    numbers: ['F14', 'T7', 'S11'],
    name,
    answer: 'Complete once the reason to end was given; the terminator is not waited for longer than 5 s.',
    async run(world) {
      world.play(play);
      const [gateway, chat] = await Promise.all([
        askGateway(world.url, { model: 'auto', text: world.question().text, isStream: true }),
        askChat(world.url, { text: world.question().text, isStream: true }),
      ]);
      const lateMs = Math.max(gateway.http.durationMs, chat.http.durationMs);
      return [
        ...judgeGateway(gateway, { outcome: OWN, reference: gateway }),
        ...judgeChat(chat, { outcome: OWN, isStream: true }),
        ...(lateMs <= GRACE_MS + 1_000 ? [] : [`ended after ${Math.round(lateMs)} ms`]),
      ];
    },
  };
}

export const PATIENCE: CheckGroup = {
  title: 'Ends that do not end',
  settings: { primary: 'openai', fallback: 'anthropic' },
  checks: [openEnd('no-terminator=open', 'finish reason, no terminator, the socket open')],
};
