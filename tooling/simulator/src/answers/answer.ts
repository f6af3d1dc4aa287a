/** What a simulated model says, before any protocol gives it a form. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly createdAtMs: number;
  /** Reasoning that comes before the text; empty for most answers. */
  readonly thinking: readonly string[];
  /** The text, cut where a model would cut it: one piece a frame. */
  readonly pieces: readonly string[];
  readonly toolCalls: readonly AnswerToolCall[];
  readonly toolDeltas: ToolDeltaShape;
  readonly finish: Finish;
  readonly usage: AnswerUsage | undefined;
  /** Numbers of the sources that the text cites. */
  readonly citations: readonly AnswerCitation[];
}

export interface AnswerToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, or what a faulty provider takes for it. */
  readonly argumentsText: string;
}

export interface AnswerCitation {
  readonly number: number;
  readonly sourceId: string;
  readonly quote: string;
}

/** Why the answer ended; a protocol has its own word for each. `unknown` is a word that nobody knows. */
export type Finish = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'unknown';

/** How a stream hands out tool calls. `usual` is what the protocol documents; each other form was seen in the wild. */
export type ToolDeltaShape = 'usual' | 'whole' | 'interleaved' | 'missing-index' | 'missing-id' | 'repeated-id';

export interface AnswerUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Where a stream reports it: in the protocol's own place, in a frame of its own, or with the finish reason. */
  readonly place: 'usual' | 'separate' | 'with-finish';
}
