/** How many frames a client may still send at once; grows back with time. */
export interface FrameAllowance {
  readonly left: number;
  readonly atMs: number;
  /** Frames refused in a row. */
  readonly refused: number;
}

export type AllowanceVerdict = 'take' | 'refuse' | 'close';

/** A client that goes on like this after so many refusals does not listen. */
const MAX_REFUSED = 100;

export function fullAllowance(framesPerSecond: number, nowMs: number): FrameAllowance {
  return { left: framesPerSecond, atMs: nowMs, refused: 0 };
}

/** Counts one frame: a bucket of one second's frames that fills evenly (token bucket). */
export function takeFrame(
  { left, atMs, refused }: FrameAllowance,
  framesPerSecond: number,
  nowMs: number,
): { readonly allowance: FrameAllowance; readonly verdict: AllowanceVerdict } {
  const grown = Math.min(framesPerSecond, left + ((nowMs - atMs) * framesPerSecond) / 1_000);
  if (grown >= 1) return { allowance: { left: grown - 1, atMs: nowMs, refused: 0 }, verdict: 'take' };
  const allowance = { left: grown, atMs: nowMs, refused: refused + 1 };
  return { allowance, verdict: allowance.refused > MAX_REFUSED ? 'close' : 'refuse' };
}

/** When the next frame would be taken. */
export function nextFrameInMs({ left }: FrameAllowance, framesPerSecond: number): number {
  return Math.ceil((Math.max(0, 1 - left) * 1_000) / framesPerSecond);
}
