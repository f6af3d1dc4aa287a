import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { StreamLog } from '../ports/stream-log.ts';
import { AnswerWriter } from './answer-writer.ts';
import type { TurnChunk } from './turn-chunk.ts';

function setUp() {
  const batches: (readonly TurnChunk[])[] = [];
  const log: Pick<StreamLog, 'append'> = { append: (_streamId, chunks) => void batches.push(chunks) };
  return { batches, writer: new AnswerWriter(log as StreamLog, 'stream-1') };
}

describe('AnswerWriter', () => {
  it('joins what is said between two flushes into one delta', () => {
    const { writer, batches } = setUp();
    writer.beginStep();
    for (const text of ['가', '', '나', '다']) writer.say(text);
    writer.flush();
    writer.say('라');
    writer.flush();
    writer.flush();
    const deltas = batches.map(batch => batch.flatMap(chunk => (chunk.type === 'text-delta' ? chunk.delta : [])));
    assert.deepEqual(deltas, [['가나다'], ['라']]);
  });

  it('takes nothing more once it is closed', () => {
    const { writer, batches } = setUp();
    writer.beginStep();
    writer.say('가');
    writer.close();
    const count = batches.length;
    writer.beginStep();
    writer.say('나');
    writer.endTool(writer.beginTool('find', ''), {});
    writer.resetStep();
    writer.close();
    assert.deepEqual([batches.length, writer.text], [count, '가']);
  });

  it('writes a stream that every client takes, whatever is done in whatever order', () => {
    const action = fc.constantFrom(
      'begin',
      'say',
      'tool',
      'tool-done',
      'tool-failed',
      'reset',
      'end',
      'flush',
      'status',
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), actions => {
        const { writer, batches } = setUp();
        let tool = '';
        writer.beginStep();
        for (const one of actions) {
          if (one === 'begin') writer.beginStep();
          if (one === 'say') writer.say('말');
          if (one === 'tool') tool = writer.beginTool('find', '찾는 중');
          if (one === 'tool-done') writer.endTool(tool, undefined);
          if (one === 'tool-failed') writer.failTool(tool);
          if (one === 'reset') writer.resetStep();
          if (one === 'end') {
            writer.endStep();
            writer.beginStep();
          }
          if (one === 'flush') writer.flush();
          if (one === 'status') writer.status('thinking');
        }
        writer.close();
        assert.equal(shownBy(batches.flat()), writer.text);
      }),
      { numRuns: 500 },
    );
  });
});

/** Reads chunks as strictly as a client does, and gives the words that stand at the end. */
function shownBy(chunks: readonly TurnChunk[]): string {
  const steps: Map<string, string>[] = [];
  const openTexts = new Set<string>();
  const openTools = new Set<string>();
  let isInStep = false;
  for (const chunk of chunks) {
    const step = steps.at(-1);
    if (chunk.type !== 'data-status' && chunk.type !== 'start-step')
      assert.ok(isInStep, `${chunk.type} outside of a step`);
    switch (chunk.type) {
      case 'start-step':
        assert.ok(!isInStep, 'a step in a step');
        isInStep = true;
        steps.push(new Map());
        break;
      case 'finish-step':
        assert.deepEqual([openTexts.size, openTools.size], [0, 0], 'something is left open');
        isInStep = false;
        break;
      case 'reset-step':
        step?.clear();
        openTools.clear();
        break;
      case 'text-start':
        assert.ok(!steps.some(texts => texts.has(chunk.id)), 'a text id used twice');
        openTexts.add(chunk.id);
        step?.set(chunk.id, '');
        break;
      case 'text-delta':
        assert.ok(openTexts.has(chunk.id), 'a delta of no open text');
        step?.set(chunk.id, step.get(chunk.id) + chunk.delta);
        break;
      case 'text-end':
        assert.ok(openTexts.delete(chunk.id));
        break;
      case 'tool-input-start':
        openTools.add(chunk.toolCallId);
        break;
      case 'tool-output-available':
      case 'tool-output-error':
        assert.ok(openTools.delete(chunk.toolCallId), 'an output of no open tool');
        break;
    }
  }
  assert.ok(!isInStep, 'the last step is left open');
  return steps
    .flatMap(texts => [...texts.values()])
    .filter(text => text !== '')
    .join('\n\n');
}
