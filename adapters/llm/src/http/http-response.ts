/** An answer whose headers are there. Whoever gets one reads it to its end, or calls `close` or `drain`. */
export interface HttpResponse {
  readonly status: number;
  /** Whether all of the body is there, so that reading it to its end waits for nobody. */
  readonly isWhole: boolean;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** All bytes that came since the last read; undefined at the end. @throws {TransportError} */
  read(): Promise<readonly Uint8Array[] | undefined>;
  /** Closes the socket at once, unless `drain` came before. A waiting `read` resolves with undefined. */
  close(): void;
  /** Lets what is left run out unread, so that the socket can be used again. */
  drain(): void;
}
