/** Where the articles of the knowledge base come from. */
export interface ArticleSource {
  /**
   * All articles as they are now, in the order of their paths. Reading is not atomic: a file that is being
   * written may come half, so that a load that does not parse must leave what is known untouched.
   *
   * @throws {ArticleSourceError} when the place cannot be read or holds more than is allowed
   */
  load(): Promise<readonly ArticleFile[]>;
}

export interface ArticleFile {
  /** Relative to the source, with `/` between folders; only for messages. */
  readonly path: string;
  readonly text: string;
}
