export { aNewTicket, aTicketNote, NOON_MS, recordingTicketObserver } from './a-ticket.ts';
export { anArticleFile, type ArticleFileOptions } from './an-article-file.ts';
export { describeArticleSource, type FilledSource } from './article-source.contract.ts';
export { describeFeedbackStore } from './feedback-store.contract.ts';
export { describeTicketMemory } from './ticket-memory.contract.ts';
export { describeTicketService } from './ticket-service.contract.ts';
