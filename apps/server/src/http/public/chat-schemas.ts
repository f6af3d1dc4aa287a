import {
  chatErrorSchema,
  chatJsonAnswerSchema,
  chatJsonRequestSchema,
  chatStreamRequestSchema,
  decisionPanelSchema,
  feedbackRequestSchema,
  demoCustomersSchema,
  historySchema,
  pageSettingsSchema,
  signInRequestSchema,
  stopRequestSchema,
} from '@naru/api-contract';
import { z } from 'zod';

const tags = ['chat'];
const errors = { '4xx': chatErrorSchema, '5xx': chatErrorSchema };
const conversation = z.object({
  id: z.string().min(1).max(300).describe("the session id, or the client's own name for the conversation"),
});

export const streamRoute = {
  tags,
  summary: 'Ask, and read the answer as an AI SDK UI message stream',
  body: chatStreamRequestSchema,
  response: { 200: z.string().describe('text/event-stream'), ...errors },
};

export const jsonRoute = {
  tags,
  summary: 'Ask, and get the answer in one JSON body',
  body: chatJsonRequestSchema,
  response: { 200: chatJsonAnswerSchema, ...errors },
};

export const resumeRoute = {
  tags,
  summary: 'Read the running answer from its beginning, or after Last-Event-ID; 204 when nothing runs',
  params: conversation,
  response: { 200: z.string().describe('text/event-stream'), 204: z.null(), ...errors },
};

export const stopRoute = {
  tags,
  summary: 'Stop the running answer and keep what it said; idempotent',
  params: conversation,
  body: stopRequestSchema.nullish(),
  response: { 204: z.null(), ...errors },
};

export const historyRoute = {
  tags,
  summary: "The conversation so far, as messages of the AI SDK's shape",
  params: conversation,
  response: { 200: historySchema, ...errors },
};

export const decisionRoute = {
  tags,
  summary: 'How one answer came about; for operators',
  params: conversation.extend({ messageId: z.string().min(1).max(200) }),
  response: { 200: decisionPanelSchema, ...errors },
};

export const feedbackRoute = {
  tags,
  summary: 'Say what an answer was worth; said again, the last word counts',
  params: conversation,
  body: feedbackRequestSchema,
  response: { 204: z.null(), ...errors },
};

export const pageRoute = {
  tags,
  summary: 'What the page must know before the first question',
  response: { 200: pageSettingsSchema, ...errors },
};

export const signInRoute = {
  tags,
  summary: "Exchange the shop's signed token for a cookie; in the demo, the name of a sample customer",
  body: signInRequestSchema.nullish(),
  response: { 200: z.object({ user_id: z.string(), expires_at: z.string() }), ...errors },
};

export const demoCustomersRoute = {
  tags,
  summary: 'Sample customers to sign in as; none outside the demo',
  response: { 200: demoCustomersSchema, ...errors },
};

export const signOutRoute = {
  tags,
  summary: 'Forget the signed-in customer of this browser',
  response: { 204: z.null(), ...errors },
};
