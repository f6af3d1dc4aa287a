import type { FrameKind } from '../protocols/frame.ts';

/** One thing that a provider does on the wire. An exchange is a list of them, performed in order. */
export type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'head'; readonly status: number; readonly headers: Headers }
  | WriteStep
  /** Lets what was written go out before the next write, in a packet of its own as far as the system allows. */
  | { readonly kind: 'flush' }
  /** Writes the bytes again and again, until the caller leaves. */
  | { readonly kind: 'repeat'; readonly bytes: Buffer; readonly everyMs: number }
  /** Does nothing more, with the connection open, until the caller leaves. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'end'; readonly how: EndHow; readonly socket: SocketFate };

export interface WriteStep {
  readonly kind: 'write';
  readonly bytes: Buffer;
  /** What frame of a stream the bytes belong to; none for a JSON body. */
  readonly frame?: FrameKind;
  readonly endsFrame: boolean;
}

export type Headers = Readonly<Record<string, string>>;

/** `end` finishes the HTTP message properly, `fin` closes the connection in the middle of it, `rst` resets it. */
export type EndHow = 'end' | 'fin' | 'rst';

/** What becomes of the connection after the answer. */
export type SocketFate =
  | { readonly kind: 'keep' }
  /** Looks alive, and is reset without a byte when the next request arrives on it. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'close-idle'; readonly afterMs: number };

export const ENDED: Step = { kind: 'end', how: 'end', socket: { kind: 'keep' } };

/** Puts steps before the first write that fits, or at the end of the list if none does. */
export function insertBefore(
  steps: readonly Step[],
  isPlace: (step: WriteStep) => boolean,
  inserted: readonly Step[],
): readonly Step[] {
  const index = steps.findIndex(step => step.kind === 'write' && isPlace(step));
  return index < 0 ? steps : steps.toSpliced(index, 0, ...inserted);
}

/** Lets the length be unknown, so that a shortened body can still end properly. */
export function withoutLength(steps: readonly Step[]): readonly Step[] {
  return steps.map(step => {
    if (step.kind !== 'head') return step;
    const { 'content-length': _, ...headers } = step.headers;
    return { ...step, headers };
  });
}
