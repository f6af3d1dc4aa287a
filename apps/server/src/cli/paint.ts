import { styleText } from 'node:util';
import type { CommandWorld } from './command-world.ts';

type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'bold' | 'dim';

/** Colours a text for people at a terminal; leaves it as it is for everything else. Pad before, not after. */
export type Paint = (colour: Colour, text: string) => string;

export function paintFor({ hasColours = false }: Pick<CommandWorld, 'hasColours'>): Paint {
  return hasColours ? (colour, text) => styleText(colour, text, { validateStream: false }) : (_colour, text) => text;
}
