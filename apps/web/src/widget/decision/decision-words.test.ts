import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { koreanTexts } from '../../shared/texts-ko.ts';
import { changedChain, costText, durationText, reasonSentence, wordFor } from './decision-words.ts';

describe('the words of the panel', () => {
  it('say why in Korean, with the code beside it', () => {
    assert.equal(reasonSentence(koreanTexts.decision, 'forced'), '운영자가 지정한 제공자로 (forced)');
  });

  it('show a code that this page does not know as it is', () => {
    assert.equal(reasonSentence(koreanTexts.decision, 'tomorrow'), 'tomorrow');
    assert.equal(wordFor(koreanTexts.decision.outcomes, 'constructor'), 'constructor');
  });

  it('measure durations and money', () => {
    assert.deepEqual([durationText(null), durationText(870.4), durationText(1_240)], ['–', '870ms', '1.24s']);
    assert.deepEqual(
      [costText(null, 'USD'), costText(1_450, 'USD'), costText(0, 'USD'), costText(2_500_000, 'KRW')],
      ['–', '0.001450 USD', '0.0000 USD', '2.5000 KRW'],
    );
  });

  it('tell the stages that changed the chain from those that did not', () => {
    const stage = (name: string, chain: string[]) => ({ stage: name, code: 'x', chain });
    const rows = changedChain([
      stage('policy', ['a', 'b']),
      stage('cooldown', ['b', 'a']),
      stage('forced', ['b', 'a']),
    ]);
    assert.deepEqual(
      rows.map(({ changed }) => changed),
      [false, true, false],
    );
  });
});
