import type { OutputRule } from './output-rule.ts';

/** A price, date, seat or other figure that no source, tool result or message of the customer in this turn holds. */
export const ungroundedFigure: OutputRule = {
  name: 'ungrounded-figure',
  blocks: ({ sentence }, facts) => facts.figures.firstMissing(sentence) !== undefined,
};
