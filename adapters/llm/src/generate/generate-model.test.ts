import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModelCall, StreamPart } from '@naru/language-model';
import { openModel } from '../testing/open-model.ts';
import { eventFrame, sendJson, streamFrames, type Script } from '../testing/scripted-server.ts';
import { hear, textOf } from '@naru/language-model/testing';
import { createGenerateModel } from './generate-model.ts';

const delta = (text: string): string => eventFrame('delta', { text });
const done = (fields: object = {}): string => eventFrame('done', { citations: [], usage: {}, ...fields });
const frames =
  (...lines: readonly string[]): Script =>
  response =>
    streamFrames(response, lines);
const citationsOf = (parts: readonly StreamPart[]) => parts.find(part => part.type === 'sources')?.citations;

async function listen(script: Script, overrides: Partial<ModelCall> = {}) {
  await using opened = await openModel(createGenerateModel, script);
  return { ...(await hear(opened.model, overrides)), requests: opened.server.requests };
}

describe('generate (R-CFG-4)', () => {
  it('posts messages, context, mode and limits, and nothing else', async () => {
    const { requests } = await listen(frames(delta('네'), done()), {
      prompt: {
        messages: [
          { role: 'system', text: '규칙' },
          { role: 'user', text: '배송?' },
        ],
        sources: [{ id: 's#1', title: '배송', text: '이틀' }],
      },
      settings: { mode: 'stream', maxTokens: 9, temperature: 0, topP: 1 },
    });
    assert.equal(requests[0]?.path, '/v1/generate');
    assert.deepEqual(requests[0].body, {
      messages: [
        { role: 'system', content: '규칙' },
        { role: 'user', content: '배송?' },
      ],
      context: [{ id: 's#1', title: '배송', text: '이틀' }],
      stream: true,
      max_tokens: 9,
      temperature: 0,
    });
  });

  it('gives citations as sources, in both modes and in every form', async () => {
    const citations = ['s1', { source_id: 's2', quote: '이틀' }, { id: 's3' }, 7, { quote: 'no id' }];
    const expected = [{ sourceId: 's1' }, { sourceId: 's2', quote: '이틀' }, { sourceId: 's3' }];
    assert.deepEqual(citationsOf((await listen(frames(delta('네'), done({ citations })))).parts), expected);
    const json = await listen(response => sendJson(response, 200, { answer: '네', citations }), {
      settings: { mode: 'json' },
    });
    assert.deepEqual(citationsOf(json.parts), expected);
  });

  it('is complete with done only', async () => {
    const { parts, error } = await listen(frames(delta('가'), delta('나')));
    assert.equal(error?.kind, 'stream_broken');
    assert.equal(textOf(parts), '가나');
  });

  for (const [code, kind] of [
    ['overloaded', 'stream_error'],
    ['rate_limited', 'rate_limited'],
    ['context_length', 'context_length'],
    ['content_filter', 'content_filter'],
    ['cancelled', 'stream_error'],
    ['__proto__', 'stream_error'],
  ] as const) {
    it(`throws ${kind} for an error event with code ${code}`, async () => {
      const { parts, error } = await listen(frames(delta('가'), eventFrame('error', { code, message: 'no' })));
      assert.equal(error?.kind, kind);
      assert.equal(textOf(parts), '가');
    });
  }

  it('passes over other events', async () => {
    assert.equal(textOf((await listen(frames(eventFrame('status', { x: 1 }), delta('네'), done()))).parts), '네');
  });
});
