/** What the main thread asks for: one method of one table. */
export interface Question {
  readonly id: number;
  readonly table: string;
  readonly method: string;
  readonly values: readonly unknown[];
}

export type Answer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'failure'; readonly message: string };

/** The question after which the worker closes its file and ends. */
export const CLOSE = 'close';

export interface WorkerOptions {
  readonly path: string;
}
