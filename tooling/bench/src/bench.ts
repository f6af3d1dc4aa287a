/** One row of `spec`'s table: measures something beside a bare control, and says whether the floor holds. */
export interface Bench {
  readonly name: string;
  /** What is measured, in a few words. */
  readonly what: string;
  run(options: BenchOptions): Promise<readonly Finding[]>;
}

export interface BenchOptions {
  /** How often each side is measured; control and subject take turns, so that both see the same minutes. */
  readonly repetitions: number;
  readonly windowMs: number;
}

/** One figure with its floor. */
export interface Finding {
  readonly figure: string;
  readonly unit: string;
  readonly median: number;
  /** The worst of the repetitions, in the direction that hurts. */
  readonly worst: number;
  /** The same figure of the bare control, where there is one. */
  readonly control?: number;
  readonly limit?: Limit;
  /** Windows thrown away because something failed in them that should not have. */
  readonly voidWindows: number;
}

/** Whether more is better, and from where on it is good enough. The median is compared. */
export type Limit =
  | { readonly kind: 'at-least'; readonly floor: number; readonly aim?: number }
  | { readonly kind: 'at-most'; readonly floor: number; readonly aim?: number };

export function holds({ median, limit }: Finding): boolean {
  if (!limit) return true;
  return limit.kind === 'at-least' ? median >= limit.floor : median <= limit.floor;
}
