import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endingNoteOf } from './ending-note-of.ts';

describe('the note under an answer (C-GRD-4)', () => {
  for (const [ending, texts, cutShort, note] of [
    ['complete', ['이틀 걸립니다.'], undefined, undefined],
    ['blocked', [], undefined, undefined],
    ['complete', ['이틀'], 'interrupted', 'interrupted'],
    ['interrupted', ['이틀'], undefined, 'interrupted'],
    ['guarded', ['이틀'], undefined, 'guarded'],
    ['complete', ['이틀'], 'stopped', 'stopped'],
    ['complete', [], 'stopped', 'stopped'],
  ] as const) {
    it(`is ${note} for ${texts.length} words that ended ${cutShort ?? ending}`, () =>
      assert.equal(endingNoteOf({ ending, texts }, cutShort), note));
  }

  for (const [ending, cutShort] of [
    ['guarded', undefined],
    ['interrupted', undefined],
    ['guarded', 'interrupted'],
  ] as const) {
    it(`does not speak of a cut where not a word came (${cutShort ?? ending})`, () =>
      assert.equal(endingNoteOf({ ending, texts: [] }, cutShort), 'unanswered'));
  }
});
