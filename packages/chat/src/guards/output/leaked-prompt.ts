import type { OutputRule } from './output-rule.ts';

/** Enough for what a run of letters needs to be seen, with signs between them. */
const LOOK_BACK_CHARS = 80;

/** A sentence that tells what the assistant was told, alone or as the end of several. */
export const leakedPrompt: OutputRule = {
  name: 'leaked-prompt',
  blocks: ({ sentence, tail }, facts) => facts.prints.areIn(tail.slice(-LOOK_BACK_CHARS) + sentence),
};
