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

/** A conversation's name; the server knows it under this alias. */
export interface ConversationName {
  readonly id: string;
  /** Made just now: the server cannot have anything of it. */
  readonly isNew: boolean;
}

/** The conversation this tab is in: its own, else the one last held on this device, else a new one. */
export function currentConversation(deps: ConversationIdDeps): ConversationName {
  const known = [deps.tab.read(KEY), deps.device.read(KEY)].find(id => id !== null && VALID.test(id));
  return known ? keep(deps, { id: known, isNew: false }) : startConversation(deps);
}

export function startConversation(deps: ConversationIdDeps): ConversationName {
  return keep(deps, { id: deps.newId(), isNew: true });
}

function keep({ tab, device }: ConversationIdDeps, name: ConversationName): ConversationName {
  tab.write(KEY, name.id);
  device.write(KEY, name.id);
  return name;
}

/** 128 random bits, so that nobody else's conversation can be named by chance. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}
