/**
 * The same conversation under three roots: `/v1/chat` is ours, `/chat` is the same without the version, and
 * `/api/chat` is where the AI SDK's `useChat` looks when nobody tells it otherwise.
 */
export const ROOTS = ['/v1/chat', '/chat'];
const USE_CHAT_ROOT = '/api/chat';

/** Where a message is sent to be answered as one JSON body. */
export const JSON_PATHS: readonly string[] = ROOTS;

/** Where a message is sent to be answered as a stream; the AI SDK derives its other paths from these. */
export const STREAM_PATHS: readonly string[] = [...ROOTS.map(root => `${root}/stream`), USE_CHAT_ROOT];

/** Paths below a conversation: below our roots, and below whatever the AI SDK takes for its root. */
export function conversationPaths(below: string): readonly string[] {
  return [...ROOTS, ...STREAM_PATHS].map(root => `${root}/:id${below}`);
}
