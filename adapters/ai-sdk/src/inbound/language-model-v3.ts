import type { LanguageModelV3 } from '@ai-sdk/provider';
import { languageModel, type LanguageModelOptions, type PolicyModels } from './language-model.ts';

/**
 * The same model for the AI SDK 6. What {@link languageModel} gives is all of version 3 too, and the one thing in
 * which prompts differ, how files are held, is read in both forms.
 */
export function languageModelV3(router: PolicyModels, policy: string, options?: LanguageModelOptions): LanguageModelV3 {
  return { ...languageModel(router, policy, options), specificationVersion: 'v3' } as unknown as LanguageModelV3;
}
