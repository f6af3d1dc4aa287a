import { socketCommandSchema, socketEnvelopeSchema, SOCKET_COMMANDS, type SocketCommand } from '@naru/api-contract';

/** What a client's frame turned out to be. */
export type ReadFrame =
  | { readonly kind: 'command'; readonly command: SocketCommand }
  /** A frame, but of no kind that we know, or not as its kind must be. */
  | { readonly kind: 'invalid'; readonly type: string; readonly id: string | undefined; readonly problem: string }
  /** No frame at all: nothing can be answered to it. */
  | { readonly kind: 'unreadable' };

const KNOWN: ReadonlySet<string> = new Set(SOCKET_COMMANDS);
const UNREADABLE: ReadFrame = { kind: 'unreadable' };

/** Reads the text of one frame. Says what is wrong by place and rule, and repeats nothing of what the client wrote. */
export function readFrame(text: string): ReadFrame {
  const envelope = socketEnvelopeSchema.safeParse(parsed(text));
  if (!envelope.success) return UNREADABLE;
  const { t, id } = envelope.data;
  if (!KNOWN.has(t)) {
    return { kind: 'invalid', type: 'unknown', id, problem: `t: one of ${SOCKET_COMMANDS.join(', ')}` };
  }
  const read = socketCommandSchema.safeParse(envelope.data);
  if (read.success) return { kind: 'command', command: read.data };
  const [issue] = read.error.issues;
  const place = issue?.path.map(String).join('.').slice(0, 100);
  return { kind: 'invalid', type: t, id, problem: `${place}: ${issue?.message}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
