import type { Assistant } from '../assistant/assistant.ts';
import type { Session } from '../sessions/session.ts';
import { refuse, type Refusal } from './refuse.ts';

/** The assistant that the customer named, else the conversation's, else the first. */
export function chooseAssistant(
  assistants: readonly Assistant[],
  named: string | undefined,
  session: Session | undefined,
): Refusal | { readonly kind: 'assistant'; readonly assistant: Assistant } {
  const byName = (name: string | undefined): Assistant | undefined => assistants.find(one => one.name === name);
  if (named !== undefined && !byName(named)) {
    const known = assistants.map(({ name }) => name).join(', ');
    return refuse('BAD_REQUEST', { message: `그런 상담 도우미가 없습니다. 이용할 수 있는 도우미: ${known}` });
  }
  // A conversation may outlive the assistant that it was begun with.
  const assistant = byName(named) ?? byName(session?.assistant) ?? assistants[0];
  if (!assistant) throw new RangeError('an engine needs at least one assistant');
  return { kind: 'assistant', assistant };
}
