// The assistant
export {
  createSupportAssistant,
  type SupportAssistantDeps,
  type SupportSettings,
} from './assistant/support-assistant.ts';
export type { AssistantTickets } from './assistant/tickets/ticket-answers.ts';
export { NO_EVIDENCE_SENTENCE } from './assistant/sentences.ts';

// What a customer wants
export { riskOf, SUPPORT_INTENTS, type IntentRisk, type SupportIntent } from './intents/intent.ts';
export { supportIntent, type IntentVerdict } from './intents/support-intent.ts';

// The knowledge base
export { createKnowledge, type Knowledge, type KnowledgeDeps, type ReloadOutcome } from './knowledge/knowledge.ts';
export { RETRIEVAL_DEFAULTS, type Retrieval, type RetrievalSettings } from './knowledge/retrieve.ts';
export type { Article, ArticleProblem, Passage } from './knowledge/article.ts';
export { KnowledgeError } from './knowledge/knowledge-error.ts';

// Tickets
export { createTicketDesk, type TicketDesk } from './tickets/ticket-desk.ts';
export type { TicketDeskDeps } from './tickets/ticket-desk-deps.ts';
export type { OpenTicketOutcome, OpenTicketRequest } from './tickets/open-ticket-request.ts';
export type { AskStatusOutcome, AskStatusRequest } from './tickets/ask-status.ts';
export {
  TICKET_SEVERITIES,
  TICKET_STATUSES,
  type HandOffNotes,
  type Ticket,
  type TicketSeverity,
  type TicketStatus,
} from './tickets/ticket.ts';
export { findTicketNumber, ticketDay, ticketNumber, ticketPlace } from './tickets/ticket-number.ts';
export type { TicketOwner } from './tickets/ticket-owner.ts';
export { TICKET_SETTINGS, type TicketSettings } from './tickets/ticket-settings.ts';

// How good an answer was
export { QualityTracker, type AnsweredTurn, type QualityTrackerDeps } from './quality/quality-tracker.ts';
export { actionability, groundedness } from './quality/score-answer.ts';
export { FEEDBACK_KINDS, type Feedback, type FeedbackKind } from './quality/feedback.ts';

// What an adapter must provide
export type { ArticleFile, ArticleSource } from './ports/article-source.ts';
export { ArticleSourceError } from './knowledge/article-source-error.ts';
export type { IntentClassifier } from './ports/intent-classifier.ts';
export type {
  CreationMark,
  Recollection,
  RememberedTicket,
  ScopeAt,
  TicketMemory,
  TicketNote,
  TicketScope,
} from './ports/ticket-memory.ts';
export type { TicketEvent, TicketObserver } from './ports/ticket-observer.ts';
export type { QualitySignal, QualitySink } from './ports/quality-sink.ts';
export type { FeedbackStore } from './ports/feedback-store.ts';
export type { NewTicket, TicketQuery, TicketService } from './ports/ticket-service.ts';
