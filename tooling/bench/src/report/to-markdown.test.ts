import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toMarkdown } from './to-markdown.ts';

describe('toMarkdown', () => {
  for (const [median, verdict] of [
    [0.5, 'missed'],
    [0.7, 'holds'],
    [0.9, 'aim met'],
  ] as const) {
    it(`says of ${median} under a floor of 0.6 and an aim of 0.8: ${verdict}`, () => {
      const limit = { kind: 'at-least', floor: 0.6, aim: 0.8 } as const;
      const finding = { figure: 'ratio', unit: '×', median, worst: 0.4, control: 1, limit, voidWindows: 0 };
      const table = toMarkdown([{ bench: 'gateway-json', what: '', findings: [finding] }]);
      assert.equal(
        table.split('\n').at(-1),
        `| gateway-json | ratio | ${median} × | 0.4 | 1 | ≥ 0.6, 0.8 | ${verdict} |`,
      );
    });
  }
});
