import { z } from 'zod';

/** What can be subscribed to. */
export type SocketChannel =
  { readonly kind: 'chat'; readonly id: string } | { readonly kind: 'report'; readonly id: string };

const CHANNEL = /^(chat|report):([^\p{C}]{1,200})$/u;

/** `chat:<id>` or `report:<id>`, the id without control characters and no longer than 200. */
export const socketChannelSchema = z.string().regex(CHANNEL, 'chat:<id> or report:<id>, the id 1 to 200 characters');

/** @returns `undefined` for a name of another form */
export function readSocketChannel(name: string): SocketChannel | undefined {
  const [, kind, id = ''] = CHANNEL.exec(name) ?? [];
  return kind === 'chat' || kind === 'report' ? { kind, id } : undefined;
}
