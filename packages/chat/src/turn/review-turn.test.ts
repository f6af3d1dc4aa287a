import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReviewedTurn } from '../ports/turn-reviewer.ts';
import { aSubmitRequest } from '../testing/a-submit-request.ts';
import { accepted, setUpChat } from '../testing/set-up-chat.ts';

describe('the reviewer of turns (S-QLT-1)', () => {
  it('reads question and answer once the turn is stored', async () => {
    const reviewed: ReviewedTurn[] = [];
    const { engine, turns } = setUpChat({ reviewer: { review: turn => void reviewed.push(turn) } });
    const { ended } = accepted(await engine.submit(aSubmitRequest({ text: '배송은 얼마나 걸리나요?' })));
    const turn = await ended;
    assert.equal(reviewed.length, 1);
    const { question, messageId, result, assistant } = reviewed[0]!;
    assert.deepEqual([question, messageId, assistant], ['배송은 얼마나 걸리나요?', turn.messageId, 'support']);
    assert.equal(result.text, '이틀쯤 걸립니다.');
    assert.equal((await turns.find(turn.id))?.state.name, 'ended');
  });

  it('costs no answer when it fails', async () => {
    const fails = () => {
      throw new Error('on purpose');
    };
    const { engine, logger } = setUpChat({ reviewer: { review: fails } });
    const turn = await accepted(await engine.submit(aSubmitRequest())).ended;
    assert.equal(turn.state.name, 'ended');
    assert.deepEqual(
      logger.entries.map(({ message }) => message),
      ['a turn reviewer failed'],
    );
  });
});
