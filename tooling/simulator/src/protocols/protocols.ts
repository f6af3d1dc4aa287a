import { anthropic } from './anthropic/anthropic.ts';
import { bedrock } from './bedrock/bedrock.ts';
import { generate } from './generate/generate.ts';
import { openai } from './openai/openai.ts';
import type { Protocol, ProtocolName } from './protocol.ts';

/** Every protocol that a simulated provider can speak. */
export const protocols: Readonly<Record<ProtocolName, Protocol>> = { openai, anthropic, generate, bedrock };
