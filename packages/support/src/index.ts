// The assistant
export {
  createSupportAssistant,
  type SupportAssistantDeps,
  type SupportSettings,
} from './assistant/support-assistant.ts';
export { NO_EVIDENCE_SENTENCE } from './assistant/sentences.ts';

// What a customer wants
export { riskOf, SUPPORT_INTENTS, type IntentRisk, type SupportIntent } from './intents/intent.ts';
export { supportIntent, type IntentVerdict } from './intents/support-intent.ts';

// The knowledge base
export { createKnowledge, type Knowledge, type KnowledgeDeps, type ReloadOutcome } from './knowledge/knowledge.ts';
export { RETRIEVAL_DEFAULTS, type Retrieval, type RetrievalSettings } from './knowledge/retrieve.ts';
export type { Article, ArticleProblem, Passage } from './knowledge/article.ts';
export { KnowledgeError } from './knowledge/knowledge-error.ts';

// What an adapter must provide
export type { ArticleFile, ArticleSource } from './ports/article-source.ts';
export { ArticleSourceError } from './knowledge/article-source-error.ts';
export type { IntentClassifier } from './ports/intent-classifier.ts';
