/** The sub-protocol of `GET /ws`. */
export const SOCKET_PROTOCOL = 'naru.v1';

/** What holds on every connection of this sub-protocol. */
export const SOCKET_LIMITS = {
  /** Of one frame of a client, in bytes. */
  maxFrameBytes: 65_536,
  /** Within which the first frame, `hello`, must come. */
  helloMs: 5_000,
  /** Between two pings of the server; after two without any answer the connection ends. */
  heartbeatMs: 25_000,
  framesPerSecond: 20,
  channels: 16,
  /** Answers under way that one connection has asked for. */
  generations: 2,
} as const;

/** Why a connection ends. The names are ours, the numbers are the contract. */
export const CLOSE_CODES = {
  normal: 1000,
  goingAway: 1001,
  frameTooLarge: 1009,
  internal: 1011,
  restart: 1012,
  tryLater: 1013,
  badFrame: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  helloTimeout: 4408,
  replaced: 4409,
  payloadTooLarge: 4413,
  tooFastOrSlow: 4429,
  switchedOff: 4503,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;
