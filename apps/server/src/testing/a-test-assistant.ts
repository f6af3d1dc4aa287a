import type { Assistant } from '@naru/chat/assistant';

/** Answers everything from one source by the model, except that it finds nothing when asked for 없음. */
export function aTestAssistant(): Assistant {
  return {
    name: 'support',
    promptVersion: '1',
    async prepare({ text, history }) {
      if (text.includes('없음')) {
        return {
          kind: 'fixed-answer',
          intent: 'GENERAL',
          text: '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.',
          status: 'insufficient_evidence',
          reasonCode: 'NO_EVIDENCE',
          nextAction: 'REFINE_QUERY',
          citations: [],
        };
      }
      return {
        kind: 'ask-model',
        intent: 'SHIPPING',
        risk: 'high',
        messages: [{ role: 'system', text: '근거만으로 답합니다.' }, ...history, { role: 'user', text }],
        sources: [
          {
            id: 'shipping/time',
            title: '배송 기간',
            text: '결제 후 이틀 안에 보냅니다.',
            docId: 'shipping/time',
            anchor: '',
            quote: '결제 후 이틀 안에 보냅니다.',
          },
        ],
        tools: [],
        settings: { maxTokens: 200 },
        maxToolDepth: 0,
      };
    },
  };
}
