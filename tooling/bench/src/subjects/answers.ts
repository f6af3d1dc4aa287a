/** Frames of one streamed answer. Each says its number, so that a lost, doubled or swapped one is seen. */
export const FRAMES_PER_ANSWER = 100;

const CREATED = 1_790_000_000;

export function contentFrame(index: number): string {
  return frame({ delta: { content: `tok${index} ` }, finish_reason: null });
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

function frame(choice: Readonly<Record<string, unknown>>): string {
  return `data: ${JSON.stringify({ ...envelope('chat.completion.chunk'), choices: [{ index: 0, ...choice }] })}\n\n`;
}

function envelope(object: string): Readonly<Record<string, unknown>> {
  return { id: 'chatcmpl-bench', object, created: CREATED, model: 'bench' };
}
