/**
 * What may be spent in an hour or a day, by whom. A budget without tenant and assistant is everybody's together.
 */
export interface BudgetSettings {
  /** `*`: each tenant has its own. */
  readonly tenant?: string;
  /** `*`: each assistant has its own. */
  readonly assistant?: string;
  readonly period: 'hour' | 'day';
  /** Micro-units; from here on calls go the low-cost way. */
  readonly softMicros?: number;
  /** Micro-units; from here on calls are refused before anybody is asked. */
  readonly hardMicros?: number;
}
