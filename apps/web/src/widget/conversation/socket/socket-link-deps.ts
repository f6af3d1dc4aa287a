import type { SocketFrameOf } from '@naru/api-contract';
import type { SocketWorld } from './socket-world.ts';

/** What a link needs, and whom it tells. */
export interface SocketLinkDeps {
  readonly world: SocketWorld;
  /** Payload of the greeting. */
  readonly hello: object;
  readonly onChunk: (frame: SocketFrameOf<'chunk'>) => void;
  /** An error that answers no command but concerns a stream. */
  readonly onStreamError: (frame: SocketFrameOf<'error'>) => void;
  /** A connection stands again: what is read must be resumed. */
  readonly onReconnected: () => void;
  /** There is no use in waiting: what is read is cut. */
  readonly onLost: () => void;
  /** Whether anything is read, so that a lost connection is made again. */
  readonly isNeeded: () => boolean;
}

/** The answer to a command. */
export type Reply = SocketFrameOf<'ack'> | SocketFrameOf<'snapshot'> | SocketFrameOf<'error'>;
