import type { JsonObject } from './json.ts';

/** What a provider understood of a request, the same for every protocol. */
export interface RequestFacts {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly MessageFacts[];
  /** All system texts and contexts, joined; where numbered sources are looked for. */
  readonly systemText: string;
  readonly sources: readonly NumberedSource[];
  readonly tools: readonly ToolFacts[];
  readonly toolChoice: ToolChoiceFacts;
  /** Whether a stream must report usage; only OpenAI's protocol lets the caller choose. */
  readonly wantsUsage: boolean;
  readonly maxTokens: number | undefined;
}

export interface MessageFacts {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly text: string;
}

export interface ToolFacts {
  readonly name: string;
  readonly inputSchema: JsonObject;
}

export type ToolChoiceFacts = 'auto' | 'none' | 'required' | { readonly tool: string };

export interface NumberedSource {
  readonly number: number;
  readonly id: string;
  readonly text: string;
}

/** The text of the last message of a role, or an empty one. */
export function lastText(facts: RequestFacts, role: MessageFacts['role']): string {
  return facts.messages.findLast(message => message.role === role)?.text ?? '';
}
