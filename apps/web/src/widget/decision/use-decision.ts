import type { DecisionPanel } from '@naru/api-contract';
import { useEffect, useState } from 'react';
import type { ChatApi } from '../conversation/chat-api.ts';

export type DecisionLoad =
  | { readonly name: 'loading' }
  | { readonly name: 'gone' }
  | { readonly name: 'failed' }
  | { readonly name: 'there'; readonly decision: DecisionPanel };

export function useDecision(api: ChatApi, conversationId: string, messageId: string): DecisionLoad {
  const [load, setLoad] = useState<DecisionLoad>({ name: 'loading' });
  useEffect(() => {
    let isGone = false;
    const show = (next: DecisionLoad): void => {
      if (!isGone) setLoad(next);
    };
    api.decision(conversationId, messageId).then(
      decision => show(decision ? { name: 'there', decision } : { name: 'gone' }),
      () => show({ name: 'failed' }),
    );
    return () => {
      isGone = true;
    };
  }, [api, conversationId, messageId]);
  return load;
}
