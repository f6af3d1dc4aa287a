export { aModelCall } from './a-model-call.ts';
export { failureOf, hear, textOf, type Heard } from './hear.ts';
export {
  describeLanguageModel,
  type LanguageModelHarness,
  type OpenedModel,
  type ProviderScene,
} from './language-model.contract.ts';
export { call, fail, finish, say, scriptedModel, wait, type ScriptedModel, type ScriptLine } from './scripted-model.ts';
