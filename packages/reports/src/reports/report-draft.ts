/** What a file says of a report, before it is known to be one. Each text with the line that it begins in. */
export interface ReportDraft {
  /** What is missing was not given. */
  readonly id?: Located;
  readonly title?: Located;
  readonly headline?: Located;
  readonly summary?: Located;
  readonly createdAt?: Located;
  readonly sections: readonly { readonly heading: Located; readonly body: Located }[];
}

export interface Located {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether all of it stands in that line, line ends escaped, as in JSON. */
  readonly isInOneLine?: boolean;
}
