import type { TextStorage } from '../../shared/browser-storage.ts';

const KEY = 'draft.';
const MOST_CHARS = 20_000;

/** What was typed and not yet sent, so that a reload loses no word. */
export function readDraft(tab: TextStorage, conversationId: string): string {
  return tab.read(KEY + conversationId) ?? '';
}

export function writeDraft(tab: TextStorage, conversationId: string, text: string): void {
  tab.write(KEY + conversationId, text === '' ? null : text.slice(0, MOST_CHARS));
}
