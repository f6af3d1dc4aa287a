import { FakeClock } from '@naru/kernel/testing';
import { describeLanguageModel, type ProviderScene } from '@naru/language-model/testing';
import { createToyModel } from './toy-model.ts';
import type { ToyAnswer } from './toy-wire.ts';

describeLanguageModel('toy', {
  modes: ['json', 'stream'],
  gaps: { refuse: 'an embedded model has no status', 'cut-after': 'an embedded model has no connection' },
  async open(scene) {
    const model = createToyModel({
      id: 'primary',
      compose: () => answerOf(scene),
      countTokens: text =>
        scene.does !== 'answer' ? 1 : text === scene.deltas.join('') ? scene.outputTokens : scene.inputTokens,
      // The clock of these tests stands still, so that a paced answer stalls after its first word.
      ...(scene.does === 'stall-after' ? { pace: { clock: new FakeClock(), wordMs: 100 } } : {}),
    });
    return { model, async [Symbol.asyncDispose]() {} };
  },
});

function answerOf(scene: ProviderScene): ToyAnswer {
  switch (scene.does) {
    case 'answer':
      return { kind: 'text', text: scene.deltas.join(''), citations: [] };
    case 'call-tool':
      return {
        kind: 'tool-call',
        toolCall: { id: scene.id, name: scene.name, inputText: JSON.stringify(scene.input) },
      };
    case 'stall-after':
      return { kind: 'text', text: `${scene.delta} 둘 셋`, citations: [] };
    case 'cut-after':
    case 'refuse':
      throw new Error('a declared gap');
  }
}
