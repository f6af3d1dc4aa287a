import type { Knowledge } from '../knowledge/knowledge.ts';

/** A customer's question, and the articles of which any is right. */
export interface LabelledQuestion {
  readonly question: string;
  readonly docIds: readonly string[];
}

export interface Miss {
  readonly question: string;
  readonly expected: readonly string[];
  /** In order of rank; empty when nothing was found. */
  readonly found: readonly string[];
}

export interface QuestionScore {
  readonly rightShare: number;
  readonly misses: readonly Miss[];
}

/** Share of the questions whose right article is among those found (at most three are looked at). */
export function scoreQuestions(
  knowledge: Pick<Knowledge, 'retrieve'>,
  questions: readonly LabelledQuestion[],
): QuestionScore {
  const misses = questions.flatMap(({ question, docIds }) => {
    const found = articlesFound(knowledge, question).slice(0, 3);
    return found.some(id => docIds.includes(id)) ? [] : [{ question, expected: docIds, found }];
  });
  return { rightShare: 1 - misses.length / questions.length, misses };
}

/** Share of messages for which nothing is found, as it should be. */
export function scoreForeignMessages(
  knowledge: Pick<Knowledge, 'retrieve'>,
  messages: readonly string[],
): QuestionScore {
  const misses = messages.flatMap(question => {
    const found = articlesFound(knowledge, question);
    return found.length === 0 ? [] : [{ question, expected: [], found }];
  });
  return { rightShare: 1 - misses.length / messages.length, misses };
}

function articlesFound(knowledge: Pick<Knowledge, 'retrieve'>, question: string): readonly string[] {
  return [...new Set(knowledge.retrieve(question).sources.map(source => source.docId))];
}
