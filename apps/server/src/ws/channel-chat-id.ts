import { readSocketChannel } from '@naru/api-contract';

/** The conversation behind a channel, as its owner names it: `chat:<id>` is `<id>`, a report's keeps its whole name. */
export function channelChatId(channel: string): string {
  const read = readSocketChannel(channel);
  return read?.kind === 'chat' ? read.id : channel;
}

/** The channel in which the answers of a conversation are told. */
export function chatChannel(chatId: string): string {
  return readSocketChannel(chatId)?.kind === 'report' ? chatId : `chat:${chatId}`;
}
