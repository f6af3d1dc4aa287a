import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accepted, aFixedAnswer, aSubmitRequest, scriptedAssistant, setUpChat } from '../testing/index.ts';

describe('what an assistant is told of its conversation', () => {
  it("is the client's own name for it, also where the client says our id the next time", async () => {
    const assistant = scriptedAssistant(() => aFixedAnswer());
    const { engine } = setUpChat({ assistants: [assistant] });
    const first = accepted(await engine.submit(aSubmitRequest({ chatId: 'report:sales-2026-10' })));
    await first.ended;
    await accepted(await engine.submit(aSubmitRequest({ chatId: first.session.id }))).ended;
    const names = assistant.questions.map(({ conversationName }) => conversationName);
    assert.deepEqual(names, ['report:sales-2026-10', 'report:sales-2026-10']);
  });

  it('holds no name where the client took ours', async () => {
    const assistant = scriptedAssistant(() => aFixedAnswer());
    const { engine } = setUpChat({ assistants: [assistant] });
    await accepted(await engine.submit(aSubmitRequest({ chatId: undefined }))).ended;
    assert.ok(assistant.questions[0] && !('conversationName' in assistant.questions[0]));
  });
});
