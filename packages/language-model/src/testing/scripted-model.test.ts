import { describeLanguageModel } from './language-model.contract.ts';
import { call, finish, say, scriptedModel, wait, type ScriptLine } from './scripted-model.ts';
import type { ProviderScene } from './language-model.contract.ts';

describeLanguageModel('scripted model', {
  modes: ['json', 'stream'],
  gaps: { refuse: 'a script has no status', 'cut-after': 'a script has no connection' },
  async open(scene) {
    return { model: scriptedModel('scripted', [linesOf(scene)]), async [Symbol.asyncDispose]() {} };
  },
});

function linesOf(scene: ProviderScene): readonly ScriptLine[] {
  switch (scene.does) {
    case 'answer':
      return [
        ...scene.deltas.map(say),
        { ...finish, usage: { ...finish.usage, inputTokens: scene.inputTokens, outputTokens: scene.outputTokens } },
      ];
    case 'call-tool':
      return [
        call(scene.name, scene.input, scene.id),
        { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } },
      ];
    case 'stall-after':
      return [say(scene.delta), wait('forever')];
    case 'cut-after':
    case 'refuse':
      throw new Error(`a script cannot play ${scene.does}`);
  }
}
