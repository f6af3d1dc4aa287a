const DONE_FRAME = Buffer.from('data: [DONE]\n\n');

/**
 * The provider's bytes on their way to a caller of the same protocol. Frames that make no part of their own
 * wait here and go with the next part, so that nothing of a failed attempt leaves on its own.
 */
export class HeldFrames {
  #held: Uint8Array[] = [];

  hold(frame: Uint8Array): void {
    this.#held.push(frame);
  }

  /** Holds a frame that is not the provider's own any more. */
  holdChanged(frame: Readonly<Record<string, unknown>>): void {
    this.hold(Buffer.from(`data: ${JSON.stringify(frame)}\n\n`));
  }

  /** What was held, in order. */
  takeHeld(): Uint8Array {
    const [first] = this.#held;
    const whole = first && this.#held.length === 1 ? first : Buffer.concat(this.#held);
    this.#held = [];
    return whole;
  }

  /** What is left and the terminator, whether or not the provider sent it. */
  takeLast(): Uint8Array {
    this.hold(DONE_FRAME);
    return this.takeHeld();
  }
}
