import { completeUsage, type ModelCall, type QuotaSignal, type StreamPart } from '@naru/language-model';
import { ProviderFailure } from '../http/http-protocol.ts';
import { isRecord } from '../http/json-body.ts';
import { classifyGenerateInBand } from './classify-generate-error.ts';
import { generateAnswerSchema } from './generate-wire.ts';
import { mapStopReason } from './map-stop-reason.ts';
import { readCitations, readGenerateUsage } from './read-generate-answer.ts';

/** The parts of a whole `generate` answer; undefined when the body is none. @throws {ProviderFailure} */
export function fromGenerateBody(
  body: unknown,
  call: ModelCall,
  quota: QuotaSignal | undefined,
): StreamPart[] | undefined {
  if (isRecord(body) && body['answer'] === undefined && (body['error'] ?? body['code']) !== undefined) {
    throw new ProviderFailure(classifyGenerateInBand(body, 'server'));
  }
  const { data } = generateAnswerSchema.safeParse(body);
  if (!data) return undefined;
  const citations = readCitations(data.citations);
  const usage = completeUsage(readGenerateUsage(data.usage), call, () => data.answer);
  return [
    { type: 'response', model: data.model, quota },
    ...(data.answer === '' ? [] : [{ type: 'text-delta' as const, text: data.answer }]),
    ...(citations.length > 0 ? [{ type: 'sources' as const, citations }] : []),
    { type: 'finish', reason: mapStopReason(undefined), usage },
  ];
}
