import type { AskModel, Assistant, AssistantQuestion, CitableSource, FixedAnswer } from '../assistant/assistant.ts';

export interface ScriptedAssistant extends Assistant {
  /** What it was asked, in order. */
  readonly questions: readonly AssistantQuestion[];
}

/** An assistant that says of every question what it was told to say of it. */
export function scriptedAssistant(
  prepare: (question: AssistantQuestion) => AskModel | FixedAnswer | Promise<AskModel | FixedAnswer> = question =>
    askModelWith({}, question),
  name = 'support',
): ScriptedAssistant {
  const questions: AssistantQuestion[] = [];
  return {
    name,
    promptVersion: '1',
    questions,
    async prepare(question) {
      questions.push(question);
      return prepare(question);
    },
  };
}

/** Lets the model answer, with history and question behind one system text. */
export function askModelWith(overrides: Partial<AskModel>, question: AssistantQuestion): AskModel {
  return {
    kind: 'ask-model',
    intent: 'SHIPPING',
    risk: 'normal',
    messages: [
      { role: 'system', text: '서점의 상담원입니다.' },
      ...question.history,
      { role: 'user', text: question.text },
    ],
    sources: [],
    tools: [],
    settings: {},
    maxToolDepth: 3,
    ...overrides,
  };
}

export function aSource(overrides: Partial<CitableSource> = {}): CitableSource {
  const id = overrides.id ?? 'shipping/time';
  return {
    id,
    title: `${id} 안내`,
    text: '출고 후 이틀이 걸립니다.',
    docId: id,
    anchor: 'days',
    quote: '출고 후 이틀',
    ...overrides,
  };
}

export function aFixedAnswer(overrides: Partial<FixedAnswer> = {}): FixedAnswer {
  return {
    kind: 'fixed-answer',
    intent: 'GENERAL',
    text: '안녕하세요. 무엇을 도와드릴까요?',
    status: 'ok',
    reasonCode: 'OK',
    nextAction: 'NONE',
    citations: [],
    ...overrides,
  };
}
