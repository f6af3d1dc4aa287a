import type { SocketCommand } from '@naru/api-contract';
import type { SubmitRequest } from '@naru/chat';

type ReportAsk = Extract<SocketCommand, { t: 'report.ask' }>['p'];
type Question = Pick<SubmitRequest, 'assistant' | 'chatId' | 'text' | 'clientMessageId'>;

/**
 * What a question about a report is to the engine: a message to the assistant `report`, in the conversation that its
 * owner has about that report. The budget of the ask is not passed on: the engine's own guards hold.
 */
export function reportQuestion({ reportId, question, clientMsgId }: ReportAsk): Question {
  return { assistant: 'report', chatId: `report:${reportId}`, text: question, clientMessageId: clientMsgId };
}
