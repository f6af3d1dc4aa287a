import { z } from 'zod';

const openaiErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

const messageSchema = z.looseObject({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']) });

const completionSchema = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(z.looseObject({ index: z.number().int(), finish_reason: z.string() })),
});

export const modelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.number().int(),
  owned_by: z.string(),
});

/** For the documentation; requests and answers are read and written by hand. */
export const completionRouteSchema = {
  summary: 'Chat completion, as OpenAI has it',
  description:
    'JSON, or server-sent events with "stream": true. Headers in: x-naru-intent, x-naru-tier, x-naru-session. ' +
    'Headers out: x-naru-provider, x-naru-attempts, x-naru-decision, x-naru-ignored.',
  tags: ['gateway'],
  body: z.looseObject({
    model: z.string().describe('auto, an assistant, or a provider by its alias; see GET /v1/models'),
    messages: z.array(messageSchema).min(1),
    stream: z.boolean().optional(),
    stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
    tools: z.array(z.looseObject({ type: z.literal('function') })).optional(),
    max_completion_tokens: z.number().int().positive().optional(),
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    stop: z.union([z.string(), z.array(z.string())]).optional(),
    n: z.literal(1).optional(),
  }),
  response: { 200: completionSchema, '4xx': openaiErrorSchema, '5xx': openaiErrorSchema },
};

export const modelsRouteSchema = {
  summary: 'Model names that can be asked',
  tags: ['gateway'],
  response: {
    200: z.object({ object: z.literal('list'), data: z.array(modelSchema) }),
    '4xx': openaiErrorSchema,
  },
};

export const modelRouteSchema = {
  summary: 'One model name',
  tags: ['gateway'],
  params: z.object({ id: z.string() }),
  response: { 200: modelSchema, '4xx': openaiErrorSchema },
};
