import type { ChatEngine, Owner, SubmitRequest, TurnStream } from '@naru/chat';
import type { Ids, Logger } from '@naru/kernel';
import type { Carrier } from '../carrier/carrier.ts';
import type { FrameToSend } from './frame-writer.ts';
import type { TurnNews } from './turn-news.ts';

/** What a visit needs of its connection and of the world. */
export interface VisitDeps {
  readonly chat: ChatEngine;
  readonly owner: Owner;
  readonly accepts: SubmitRequest['accepts'];
  readonly news: TurnNews;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly send: (frame: FrameToSend) => void;
  readonly carrierOf: (stream: TurnStream, channel: string, signal: AbortSignal) => Carrier & Disposable;
  /** Called whenever nothing is being asked, read or done. */
  readonly onIdle: () => void;
}

/** A subscription that a greeting asked for and got. */
export interface Granted {
  readonly ch: string;
  readonly mode: 'replay' | 'snapshot';
  readonly seq: number;
}
