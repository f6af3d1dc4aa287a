import { seededRandom, type Random } from '@naru/kernel';
import { askChat } from '../faces/ask-chat.ts';
import { askGateway } from '../faces/ask-gateway.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

const WORLDS = 3;
const HOW = ['fin', 'rst', 'end'] as const;
const MOST_FRAMES = 30;
const MOST_BYTES = 5_500;

/** Cuts streams anywhere: what a caller sees is one provider's whole answer, or the truth that it is not. */
export const RANDOM_CUTS: Check = {
  numbers: ['R2', 'R3', 'T2', 'T8', 'T38', 'F8', 'F11'],
  name: 'streams cut at any byte or frame',
  answer: 'No truncated answer is shown as complete, and no answer holds two providers’ words.',
  async run(world, { cuts, seed }) {
    const random = seededRandom(seed);
    const problems: string[] = [];
    const seen = { complete: 0, other: 0, broken: 0 };
    for (let done = 0; done < Math.ceil(cuts / WORLDS); done += 1) {
      const cut = randomCut(random);
      await world.renew();
      await world.renew();
      world.play(cut);
      const isChat = random() < 0.5;
      const { text, isComplete } = isChat ? await chatOutcome(world) : await gatewayOutcome(world);
      const fate = isComplete
        ? text === PRIMARY_TEXT
          ? 'complete'
          : text === FALLBACK_TEXT
            ? 'other'
            : 'lie'
        : 'broken';
      if (fate === 'lie') problems.push(`${cut}: shown as complete: ${JSON.stringify(text)}`);
      else seen[fate] += 1;
      if (fate === 'broken' && !PRIMARY_TEXT.startsWith(text)) problems.push(`${cut}: mixed: ${JSON.stringify(text)}`);
    }
    // A property that never met one of its three ends has not been tried.
    for (const [fate, count] of Object.entries(seen)) if (count === 0) problems.push(`no cut ended as ${fate}`);
    return problems.map(problem => `seed ${seed}: ${problem}`);
  },
};

/** Early places are met more often: there the fate of an answer is decided. */
function randomCut(random: Random): string {
  const how = HOW[Math.floor(random() * HOW.length)];
  const place = random() ** 2;
  return random() < 0.5
    ? `cut-frame=${Math.floor(place * MOST_FRAMES)}:${how}`
    : `cut-byte=${Math.floor(place * MOST_BYTES)}:${how}`;
}

interface Seen {
  readonly text: string;
  readonly isComplete: boolean;
}

async function gatewayOutcome(world: World): Promise<Seen> {
  const answer = await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: true });
  // Either sign is enough to deceive somebody.
  const isComplete = answer.hasDone || answer.official.kind === 'complete';
  return { text: answer.text, isComplete };
}

async function chatOutcome(world: World): Promise<Seen> {
  const answer = await askChat(world.url, { text: world.question().text, isStream: true });
  const isComplete = answer.terminals.includes('finish') || answer.history?.finish === 'complete';
  return { text: answer.text, isComplete };
}
