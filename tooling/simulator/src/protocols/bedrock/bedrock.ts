import type { Protocol } from '../protocol.ts';
import { bedrockError, bedrockErrorFrame } from './bedrock-error.ts';
import { bedrockEncoding, bedrockFrames } from './bedrock-frames.ts';
import { isBedrockPath, readBedrockRequest } from './bedrock-request.ts';
import { converseDocument } from './bedrock-words.ts';

/** Amazon Bedrock's Converse and ConverseStream, version 2023-09-30, the latter in its binary encoding. */
export const bedrock: Protocol = {
  name: 'bedrock',
  path: '/model/{model}/converse',
  matches: isBedrockPath,
  basePath: '',
  // The access key's id of a signed request, or a Bedrock API key; signatures are not checked.
  keyOf: header =>
    /^(?:Bearer (.+)|AWS4-HMAC-SHA256 Credential=([^/]+)\/)/
      .exec(header('authorization') ?? '')
      ?.slice(1)
      .find(Boolean),
  readRequest: (body, _header, path) => readBedrockRequest(body, path),
  answerDocument: converseDocument,
  answerFrames: bedrockFrames,
  encoding: bedrockEncoding,
  errorDocument: bedrockError,
  errorFrame: bedrockErrorFrame,
  modelsDocument: () => undefined,
};
