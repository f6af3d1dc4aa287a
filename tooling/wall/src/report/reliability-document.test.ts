import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ELSEWHERE } from './elsewhere.ts';
import { reliabilityDocument } from './reliability-document.ts';

/** Where each line of the document's tables names its numbers. */
function numbersIn(document: string): ReadonlySet<string> {
  const rows = document.split('\n').filter(line => /^\| [A-Z]/.test(line));
  return new Set(rows.flatMap(line => line.split('|')[1]?.match(/[A-Z]+(?:-[A-Z]+)*-?\d+/g) ?? []));
}

describe('the reliability document', () => {
  it('has a place for every fault and every trap of the reference', () => {
    const numbers = numbersIn(reliabilityDocument());
    const faults = Array.from({ length: 24 }, (_, index) => `F${index + 1}`);
    const traps = Array.from({ length: 50 }, (_, index) => `T${index + 1}`);
    assert.deepEqual(
      [...faults, ...traps].filter(number => !numbers.has(number)),
      [],
    );
  });

  it('says elsewhere only of what has no row', () => {
    const [played = ''] = reliabilityDocument().split('## Proven elsewhere');
    const numbers = numbersIn(played);
    assert.deepEqual(
      ELSEWHERE.filter(({ number }) => numbers.has(number)),
      [],
    );
  });

  it('is the same each time, and in the form that Prettier leaves', () => {
    assert.equal(reliabilityDocument(), reliabilityDocument());
    assert.doesNotMatch(reliabilityDocument(), /[ \t]$/m);
  });
});
