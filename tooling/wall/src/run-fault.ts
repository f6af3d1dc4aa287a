import { askChat } from './faces/ask-chat.ts';
import { askGateway, type GatewayAnswer } from './faces/ask-gateway.ts';
import type { Fault, Verdict } from './faults/fault.ts';
import { judgeChat } from './judge/judge-chat.ts';
import { judgeGateway } from './judge/judge-gateway.ts';
import { judgeProviders } from './judge/judge-providers.ts';
import type { Outcome } from './judge/outcome.ts';
import { withPatientFallbacks } from './world/world-config.ts';
import type { World } from './world/world.ts';

const FACES = ['gateway-json', 'gateway-stream', 'chat-json', 'chat-stream'] as const;
type Face = (typeof FACES)[number];

/** One judged asking. */
export interface Cell {
  /** Protocols, who was broken, and the face that was asked. */
  readonly where: string;
  readonly problems: readonly string[];
}

/** Plays one fault to every face, at the primary alone and then at both providers, and judges what came. */
export async function runFault(fault: Fault, world: World): Promise<readonly Cell[]> {
  const { primary, fallback } = world.settings;
  const judged: Cell[] = [];
  for (const broken of ['primary', 'both'] as const) {
    if (broken === 'both' && fault.saying === undefined) continue;
    if (broken === 'both' && fault.protocols && !fault.protocols.includes(fallback)) continue;
    await world.renew(broken === 'primary' ? withPatientFallbacks : undefined);
    const reference = await references(world);
    world.play(fault.play);
    if (broken === 'both') world.play(fault.play, 'fallback');
    const cells = FACES.map(async face => {
      const verdict = face.endsWith('stream') ? fault.stream : fault.json;
      if (verdict === undefined) return [];
      const outcome = outcomeOf(verdict, fault, broken);
      const where = `${primary}, then ${fallback}; ${broken} broken; ${face}`;
      return [{ where, problems: await judgeFace(face, fault, outcome, world, reference) }];
    });
    judged.push(...(await Promise.all(cells)).flat());
  }
  world.simulator.reset();
  return judged;
}

function outcomeOf(verdict: Verdict, { saying = 'unavailable' }: Fault, broken: 'primary' | 'both'): Outcome {
  if (verdict === 'refused') return { kind: 'error', saying, asked: 1 };
  if (verdict === 'other' && broken === 'both') return { kind: 'error', saying, asked: 2 };
  return { kind: verdict };
}

interface References {
  readonly json: GatewayAnswer;
  readonly stream: GatewayAnswer;
}

const KNOWN_REFERENCES = new WeakMap<World, References>();

/** The fallback's answer when it is asked alone. */
async function references(world: World): Promise<References> {
  const known = KNOWN_REFERENCES.get(world);
  if (known) return known;
  const ask = (isStream: boolean): Promise<GatewayAnswer> =>
    askGateway(world.url, { model: 'fallback_1', text: world.question().text, isStream });
  const made = { json: await ask(false), stream: await ask(true) };
  KNOWN_REFERENCES.set(world, made);
  return made;
}

async function judgeFace(
  face: Face,
  fault: Fault,
  outcome: Outcome,
  world: World,
  reference: References,
): Promise<readonly string[]> {
  const question = world.question();
  const isStream = face.endsWith('stream');
  const { text, mayLackUsage } = fault;
  const seen = face.startsWith('gateway')
    ? judgeGateway(await askGateway(world.url, { model: 'auto', text: question.text, isStream }), {
        outcome,
        text,
        mayLackUsage,
        reference: isStream ? reference.stream : reference.json,
      })
    : judgeChat(await askChat(world.url, { text: question.text, isStream }), { outcome, text, isStream });
  const answeredAtMs = Date.now();
  const isLeft = fault.isTimed === true && outcome.kind !== 'own';
  if (isLeft) await everybodyLeft(world, question.mark);
  return [...seen, ...judgeProviders(world.asked(question), { outcome, isLeft, answeredAtMs })];
}

/** The log is written when the socket closes, which may be a moment after the answer. */
async function everybodyLeft(world: World, mark: string): Promise<void> {
  await world.simulator.until(() => world.asked({ mark }).every(({ end }) => end !== undefined)).catch(() => undefined);
}
