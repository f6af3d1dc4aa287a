/** What a frame of a stream is for. Behaviours look at this, so that one behaviour serves every protocol. */
export type FrameKind =
  | 'role'
  | 'ping'
  | 'thinking'
  | 'text'
  | 'tool'
  | 'close-block'
  | 'finish'
  | 'usage'
  | 'end'
  | 'error'
  | 'odd'
  | 'comment';

/** One server-sent event, or a comment line. */
export interface Frame {
  readonly kind: FrameKind;
  /** The `event:` field; without one the line is left out. */
  readonly event?: string;
  /** The text after `data:`, or after the colon of a comment. */
  readonly data: string;
}

export function jsonFrame(kind: FrameKind, document: unknown, event?: string): Frame {
  const data = JSON.stringify(document);
  return event === undefined ? { kind, data } : { kind, event, data };
}

/** Whether a frame carries a part of the answer that a customer would see or a tool would run. */
export function isContent(kind: FrameKind | undefined): boolean {
  return kind === 'text' || kind === 'tool';
}
