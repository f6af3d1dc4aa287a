import type { TextStorage } from '../../shared/browser-storage.ts';

const KEY = 'conversation';
const VALID = /^(?:report:[a-z0-9-]{1,64}:)?[a-z0-9-]{16,64}$/;

export interface ConversationIdDeps {
  /** Of this tab alone. */
  readonly tab: TextStorage;
  /** Shared by all tabs, and there after the browser was closed. */
  readonly device: TextStorage;
  readonly newId: () => string;
  /** The report that the conversation is about; missing: it is with the support desk. */
  readonly reportId?: string;
}

/** A conversation's name; the server knows it under this alias. */
export interface ConversationName {
  readonly id: string;
  /** Made just now: the server cannot have anything of it. */
  readonly isNew: boolean;
}

/** The conversation this tab is in: its own, else the one last held on this device, else a new one. */
export function currentConversation(deps: ConversationIdDeps): ConversationName {
  const key = keyOf(deps);
  const known = [deps.tab.read(key), deps.device.read(key)].find(id => id !== null && VALID.test(id));
  return known ? keep(deps, { id: known, isNew: false }) : startConversation(deps);
}

export function startConversation(deps: ConversationIdDeps): ConversationName {
  const { reportId, newId } = deps;
  // By this form of the name the server knows what the conversation is about.
  const id = reportId === undefined ? newId() : `report:${reportId}:${newId()}`;
  return keep(deps, { id, isNew: true });
}

function keep(deps: ConversationIdDeps, name: ConversationName): ConversationName {
  deps.tab.write(keyOf(deps), name.id);
  deps.device.write(keyOf(deps), name.id);
  return name;
}

function keyOf({ reportId }: ConversationIdDeps): string {
  return reportId === undefined ? KEY : `${KEY}.report.${reportId}`;
}

/** 128 random bits, so that nobody else's conversation can be named by chance. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `web-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}
