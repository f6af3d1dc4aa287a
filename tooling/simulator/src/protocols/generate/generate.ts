import type { Answer } from '../../answers/answer.ts';
import { jsonFrame } from '../frame.ts';
import type { JsonObject } from '../json.ts';
import type { Protocol } from '../protocol.ts';
import { generateError, generateErrorFrame } from './generate-error.ts';
import { readGenerateRequest } from './generate-request.ts';

/** The protocol `generate` of R-CFG-4: no tools, no roles in the stream, citations with the answer. */
export const generate: Protocol = {
  name: 'generate',
  path: '/v1/generate',
  basePath: '',
  keyOf: header => /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1],
  readRequest: readGenerateRequest,
  answerDocument: answer => ({ answer: answer.pieces.join(''), ...ending(answer) }),
  answerFrames: answer => [
    ...answer.pieces.map(text => jsonFrame('text', { text }, 'delta')),
    ...(answer.usage?.place === 'separate' ? [jsonFrame('usage', { usage: ending(answer)['usage'] }, 'usage')] : []),
    jsonFrame('end', ending(answer), 'done'),
  ],
  errorDocument: generateError,
  errorFrame: generateErrorFrame,
  modelsDocument: () => undefined,
};

function ending({ citations, usage }: Answer): JsonObject {
  return {
    citations: citations.map(({ number, sourceId, quote }) => ({ index: number, source_id: sourceId, quote })),
    ...(usage && { usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens } }),
  };
}
