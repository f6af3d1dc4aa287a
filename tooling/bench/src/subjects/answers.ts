/** Frames of one streamed answer. Each says its number, so that a lost, doubled or swapped one is seen. */
export const FRAMES_PER_ANSWER = 100;

const CREATED = 1_790_000_000;

export function contentFrame(index: number): string {
  return wordFrame(`tok${index} `);
}

export const ROLE_FRAME = frame({ delta: { role: 'assistant', content: '' }, finish_reason: null });
export const FINISH_FRAME = frame({ delta: {}, finish_reason: 'stop' });
export const USAGE_FRAME = `data: ${JSON.stringify({
  ...envelope('chat.completion.chunk'),
  choices: [],
  usage: { prompt_tokens: 20, completion_tokens: FRAMES_PER_ANSWER, total_tokens: 20 + FRAMES_PER_ANSWER },
})}\n\n`;
export const DONE_FRAME = 'data: [DONE]\n\n';

export const JSON_ANSWER = JSON.stringify({
  ...envelope('chat.completion'),
  choices: [{ index: 0, message: { role: 'assistant', content: '배송은 보통 이틀 걸립니다.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 },
});

/** A sentence as a customer gets it: short, with its source. Its number tells the answer from a fallback of ours. */
export const TURN_ANSWER = ['배송은 ', '보통 ', '이틀에서 ', '사흘 ', '걸립니다 ', '[1]. ', `tok${FRAMES_PER_ANSWER} `];

export function wordFrame(content: string): string {
  return frame({ delta: { content }, finish_reason: null });
}

function frame(choice: Readonly<Record<string, unknown>>): string {
  return `data: ${JSON.stringify({ ...envelope('chat.completion.chunk'), choices: [{ index: 0, ...choice }] })}\n\n`;
}

function envelope(object: string): Readonly<Record<string, unknown>> {
  return { id: 'chatcmpl-bench', object, created: CREATED, model: 'bench' };
}
