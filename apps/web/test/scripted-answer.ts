import type { Citation } from '@naru/api-contract';
import type { ScriptLine } from './scripted-stream.ts';

export const CITATIONS: readonly Citation[] = [
  {
    n: 1,
    title: '배송 기간 안내',
    docId: 'shipping-time',
    anchor: 'days',
    quote: '결제가 끝난 뒤 영업일 기준 2~3일 안에 도착합니다. 제주와 도서 산간은 2일이 더 걸립니다.',
  },
  {
    n: 2,
    title: '배송 조회하는 방법',
    docId: 'shipping-track',
    anchor: 'where',
    quote: '마이페이지의 주문 내역에서 송장 번호를 누르면 택배사 화면으로 이어집니다.',
  },
];

const TEXT = [
  '나루책방의 **일반 배송**은 결제가 끝난 뒤 ',
  '영업일 기준 2~3일 안에 도착합니다. [1]\n\n',
  '- 제주와 도서 산간은 2일이 더 걸립니다. [1]\n',
  '- 예약 도서는 출간일에 맞추어 보냅니다.\n\n',
  '어디쯤 왔는지는 **마이페이지 → 주문 내역**에서 송장 번호를 눌러 보시면 됩니다. [2]',
];

export const chunk = (type: string, fields: Readonly<Record<string, unknown>> = {}): ScriptLine => ({
  chunk: { type, ...fields },
});
export const HOLD: ScriptLine = { hold: true };
export const CUT: ScriptLine = { cut: true };
export const RESET: ScriptLine = { reset: true };

/** The parts of an answer's script, so that a test can put something between them. */
export interface AnswerScript {
  readonly begin: readonly ScriptLine[];
  readonly words: readonly ScriptLine[];
  readonly end: readonly ScriptLine[];
}

export function answerScript(
  texts: readonly string[] = TEXT,
  citations: readonly Citation[] = CITATIONS,
): AnswerScript {
  return {
    begin: [
      chunk('start'),
      chunk('data-status', {
        data: { v: 1, phase: 'routing', label: '안내문에서 근거를 찾고 있습니다' },
        transient: true,
      }),
    ],
    words: [chunk('text-start', { id: 't1' }), ...texts.map(delta => chunk('text-delta', { id: 't1', delta }))],
    end: [
      chunk('text-end', { id: 't1' }),
      ...(citations.length > 0 ? [chunk('data-citations', { id: 'c', data: { v: 1, items: citations } })] : []),
      chunk('finish', { finishReason: 'stop' }),
    ],
  };
}

export function wholeAnswer(texts?: readonly string[], citations?: readonly Citation[]): readonly ScriptLine[] {
  const { begin, words, end } = answerScript(texts, citations);
  return [...begin, ...words, ...end];
}

/** An answer that waits after its first words. */
export function heldAnswer(): readonly ScriptLine[] {
  const { begin, words, end } = answerScript();
  return [...begin, ...words.slice(0, 3), HOLD, ...words.slice(3), ...end];
}
