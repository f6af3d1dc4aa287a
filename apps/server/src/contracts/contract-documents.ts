import {
  chatJsonAnswerSchema,
  createdTicketSchema,
  decisionPanelSchema,
  providerSnapshotSchema,
  ledgerReportSchema,
  operatorTicketListSchema,
  ragExplanationSchema,
  reportListSchema,
  reportSchema,
  sessionResetSchema,
  sessionStateSchema,
  ticketListSchema,
} from '@naru/api-contract';
import { z } from 'zod';
import { prettyJson } from '../config/pretty-json.ts';

/** Answers that others build on, each as a JSON Schema in `contracts/` beside a sample. */
const CONTRACTS = {
  'chat-json-answer': { title: 'Answer of POST /v1/chat', schema: chatJsonAnswerSchema },
  'decision-panel': { title: 'Answer of GET /v1/chat/{id}/decision/{messageId}', schema: decisionPanelSchema },
  'chat-provider-snapshot-response': {
    title: 'Answer of GET /internal/chat/providers',
    schema: providerSnapshotSchema,
  },
  'chat-session-state-response': {
    title: 'Answer of GET /internal/chat/session/state and GET /v1/chat/session/state',
    schema: sessionStateSchema,
  },
  'chat-session-reset-response': {
    title: 'Answer of POST /internal/chat/session/reset and POST /v1/chat/session/reset',
    schema: sessionResetSchema,
  },
  'report-list-response': { title: 'Answer of GET /v1/reports and GET /internal/reports', schema: reportListSchema },
  'report-response': { title: 'Answer of GET /v1/reports/{id}', schema: reportSchema },
  'ledger-response': { title: 'Answer of GET /internal/ledger', schema: ledgerReportSchema },
  'rag-explain-response': { title: 'Answer of POST /internal/rag/explain', schema: ragExplanationSchema },
  'operator-ticket-list-response': { title: 'Answer of GET /internal/tickets', schema: operatorTicketListSchema },
  'support-ticket-response': { title: 'Answer of POST /api/v1/support/tickets', schema: createdTicketSchema },
  'support-ticket-list-response': { title: 'Answer of GET /api/v1/support/tickets', schema: ticketListSchema },
} as const;

export const CONTRACT_NAMES = Object.keys(CONTRACTS) as readonly (keyof typeof CONTRACTS)[];

/** The schema files: path from the root, and text. */
export function contractDocuments(): ReadonlyMap<string, string> {
  const files = Object.entries(CONTRACTS).map(([name, { title, schema }]): [string, string] => {
    // What an answer may gain without breaking anybody is not forbidden; what it holds is all required.
    const document = { title, ...z.toJSONSchema(schema, { io: 'input' }) };
    return [`contracts/${name}.schema.json`, prettyJson(document)];
  });
  return new Map(files);
}
