import type { TextStorage } from '../../shared/browser-storage.ts';

const KEY = 'conversation';
const VALID = /^[a-z0-9-]{16,64}$/;

export interface ConversationIdDeps {
  /** Of this tab alone. */
  readonly tab: TextStorage;
  /** Shared by all tabs, and there after the browser was closed. */
  readonly device: TextStorage;
  readonly newId: () => string;
}

/** The conversation this tab is in: its own, else the one last held on this device, else a new one. */
export function currentConversationId(deps: ConversationIdDeps): string {
  const known = [deps.tab.read(KEY), deps.device.read(KEY)].find(id => id !== null && VALID.test(id));
  return keep(deps, known ?? deps.newId());
}

export function startConversationId(deps: ConversationIdDeps): string {
  return keep(deps, deps.newId());
}

function keep({ tab, device }: ConversationIdDeps, id: string): string {
  tab.write(KEY, id);
  device.write(KEY, id);
  return id;
}

/** 128 random bits, so that nobody else's conversation can be named by chance. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}
