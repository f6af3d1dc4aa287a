import { describeLanguageModel, type ProviderScene } from '@naru/language-model/testing';
import { openModel } from './testing/open-model.ts';
import {
  event,
  messageStart,
  messageStop,
  metadata,
  sendJson,
  startStream,
  streamMessages,
  text,
  type Script,
} from './testing/scripted-server.ts';

describeLanguageModel('bedrock', {
  modes: ['json', 'stream'],
  open: scene => openModel(scriptOf(scene)),
});

function scriptOf(scene: ProviderScene): Script {
  return (response, { path }) => {
    const isStream = path === '/model/model-a/converse-stream';
    switch (scene.does) {
      case 'answer': {
        const { inputTokens, outputTokens } = scene;
        const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
        if (!isStream) return sendJson(response, 200, converse([{ text: scene.deltas.join('') }], 'end_turn', usage));
        const deltas = scene.deltas.map(words => text(words));
        return streamMessages(response, [messageStart, ...deltas, stop(0), messageStop('end_turn'), metadata(usage)]);
      }
      case 'call-tool': {
        const call = { toolUseId: scene.id, name: scene.name };
        if (!isStream)
          return sendJson(response, 200, converse([{ toolUse: { ...call, input: scene.input } }], 'tool_use'));
        const pieces = JSON.stringify(scene.input).match(/.{1,4}/gs)!;
        return streamMessages(response, [
          messageStart,
          event('contentBlockStart', { contentBlockIndex: 0, start: { toolUse: call } }),
          ...pieces.map(input => event('contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input } } })),
          stop(0),
          messageStop('tool_use'),
          metadata(),
        ]);
      }
      case 'stall-after':
        startStream(response);
        return void response.write(Buffer.concat([messageStart, text(scene.delta)]));
      case 'cut-after':
        return streamMessages(response, [messageStart, text(scene.delta)]);
      case 'refuse':
        return sendJson(response, scene.status, { message: 'no' });
    }
  };
}

function stop(contentBlockIndex: number): Buffer {
  return event('contentBlockStop', { contentBlockIndex });
}

function converse(content: readonly object[], stopReason: string, usage?: object): object {
  return { output: { message: { role: 'assistant', content } }, stopReason, ...(usage ? { usage } : {}), metrics: {} };
}
