import type { OutputRule } from './output-rule.ts';

/** A sentence that tells what the assistant was told, alone or as the end of several. */
export const leakedPrompt: OutputRule = {
  name: 'leaked-prompt',
  blocks: ({ sentence, tail }, facts) => facts.prints.areIn(tail + sentence),
};
