/** One text of the knowledge base, about one matter. */
export interface Article {
  /** Stable, such as `shipping/delivery-time`; citations carry it. */
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** Day of the last change, `YYYY-MM-DD`. */
  readonly updated: string;
  /** How customers ask for it. Found by, never shown. */
  readonly questions: readonly string[];
  /** Anchor of the passage that answers a sample question, for those where the article says it. */
  readonly answeredBy: ReadonlyMap<string, string>;
  readonly passages: readonly Passage[];
}

/** One section of an article; what a citation points to. */
export interface Passage {
  /** Unique within the article. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

export interface ArticleProblem {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}
