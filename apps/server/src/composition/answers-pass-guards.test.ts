import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { SubmitRequest, TurnEvent } from '@naru/chat';
import { setUpChat } from '@naru/chat/testing';
import { createMarkdownArticleSource } from '@naru/files';
import { FakeClock } from '@naru/kernel/testing';
import { ConnectionPool, createProviderModel } from '@naru/llm';
import { aProvider } from '@naru/router/testing';
import { createSupportAssistant, createKnowledge } from '@naru/support';

const folder = resolve(import.meta.dirname, '../../../../knowledge');
const knowledge = await createKnowledge({ source: createMarkdownArticleSource({ folder }) });

describe('the output guard and the shipped articles (C-GRD-3)', () => {
  it('blocks none of the answers that the embedded model gives to the sample questions of all articles', async () => {
    const clock = new FakeClock();
    const pool = new ConnectionPool({ clock });
    const toy = aProvider({ alias: 'primary', protocol: 'toy', url: '', model: 'toy' });
    const model = createProviderModel(toy, { clock, pool, apiKey: undefined });
    const { engine, events } = setUpChat({
      model,
      clock,
      assistants: [createSupportAssistant({ knowledge })],
      settings: { turnsPerMinute: 1_000_000 },
    });
    const questions = knowledge.articles.flatMap(article => article.questions);
    assert.ok(knowledge.articles.length >= 40 && questions.length > 500, 'the shipped set');
    const blocked: string[] = [];
    let answered = 0;
    for (const [index, text] of questions.entries()) {
      const outcome = await engine.submit(aQuestion(text, index));
      assert.ok(outcome.kind === 'accepted');
      const { state } = await outcome.stream.ended;
      if (state.name === 'ended' && state.result.served) answered += 1;
      const end = events.at(-1) as Extract<TurnEvent, { type: 'turn-ended' }>;
      if (end.blockedBy !== undefined) blocked.push(`${end.blockedBy}: ${text}`);
    }
    assert.deepEqual(blocked, []);
    assert.ok(answered > questions.length * 0.9, `${answered} of ${questions.length} went to the model`);
  });
});

function aQuestion(text: string, index: number): SubmitRequest {
  return {
    owner: { kind: 'anonymous', anonymousId: `owner-${index}` },
    text,
    trigger: 'submit-message',
    accepts: new Set(),
    mode: index % 2 === 0 ? 'stream' : 'json',
    requestId: `request-${index}`,
    traceId: `trace-${index}`,
  };
}
