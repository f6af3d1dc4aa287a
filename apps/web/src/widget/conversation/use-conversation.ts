import { useChat } from '@ai-sdk/react';
import { useEffect, useSyncExternalStore } from 'react';
import type { ChatMessage } from './chat-message.ts';
import type { ConversationState, Phase } from './conversation-state.ts';
import type { Conversation } from './conversation.ts';

/** Ten redraws a second read as a steady flow, and keep parsing off the keyboard's back. */
const REDRAW_MS = 100;

export interface ConversationView extends ConversationState {
  readonly messages: readonly ChatMessage[];
}

/** Opens the conversation and draws it anew as it changes. */
export function useConversation(conversation: Conversation): ConversationView {
  const state = useSyncExternalStore(
    listener => conversation.subscribe(listener),
    () => conversation.state,
  );
  const { messages, status } = useChat({ chat: conversation.chat, throttle: REDRAW_MS });

  useEffect(() => {
    void conversation.open();
    const lookAgain = (): void => {
      if (document.visibilityState === 'visible') void conversation.refresh();
    };
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      conversation.close();
    };
  }, [conversation]);

  return { ...state, phase: visiblePhase(state.phase, status), messages };
}

/** Once a resumed answer flows again, there is nothing to reconnect. */
function visiblePhase(phase: Phase, status: string): Phase {
  return phase === 'reconnecting' && status === 'streaming' ? 'answering' : phase;
}
