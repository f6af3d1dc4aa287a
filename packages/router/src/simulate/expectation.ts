import { METRICS, PROVIDER_METRICS } from './metrics.ts';
import type { SimulationResult } from './simulate.ts';

/** A sentence such as `availability >= 99.95` or `B.cost <= 0.8 * A.cost`, read. */
export interface Expectation {
  readonly text: string;
  readonly left: Reference;
  readonly comparison: Comparison;
  readonly right: Amount;
}

/** A figure of a policy; without one, of each. */
interface Reference {
  readonly policy: string | undefined;
  readonly metric: string;
}

interface Amount {
  readonly factor: number;
  readonly reference: Reference | undefined;
}

type Comparison = '>=' | '<=' | '>' | '<' | '=';

export type ParsedExpectation =
  | { readonly kind: 'expectation'; readonly expectation: Expectation }
  | { readonly kind: 'mistake'; readonly allowed: string };

export interface ExpectationOutcome {
  readonly text: string;
  readonly holds: boolean;
  /** What was found on both sides, one for each policy that was looked at. */
  readonly found: readonly { readonly policy: string; readonly left: number; readonly right: number }[];
}

const SENTENCE = /^\s*(\S+)\s*(>=|<=|>|<|=)\s*(?:(-?\d+(?:\.\d+)?)\s*(?:\*\s*(\S+))?|(\S+))\s*$/;
const FORM = '<figure> >=|<=|>|<|= <number>, <figure> or <number> * <figure>';

/** Reads an expectation; the names must be those of the scenario's policies and providers. */
export function parseExpectation(
  text: string,
  policies: readonly string[],
  aliases: readonly string[],
): ParsedExpectation {
  const [, leftText = '', comparison, number, factorOf, rightText] = SENTENCE.exec(text) ?? [];
  if (!comparison) return { kind: 'mistake', allowed: `${FORM}, such as availability >= 99.95` };
  const known = knownMetrics(aliases);
  const left = reference(leftText, policies, known);
  const rightName = factorOf ?? rightText;
  const right = rightName === undefined ? undefined : reference(rightName, policies, known);
  if (!left || (rightName !== undefined && !right)) {
    const figures = [...METRICS.map(({ name }) => name), ...PROVIDER_METRICS.map(({ name }) => `${name}.<provider>`)];
    return {
      kind: 'mistake',
      allowed: `a figure, alone or as <policy>.<figure>; policies: ${policies.join(', ')}; providers: ${aliases.join(', ')}; figures: ${figures.join(', ')}`,
    };
  }
  const factor = number === undefined ? 1 : Number(number);
  return {
    kind: 'expectation',
    expectation: { text: text.trim(), left, comparison: comparison as Comparison, right: { factor, reference: right } },
  };
}

/** Whether it holds for every policy that it speaks of. */
export function checkExpectation(
  { text, left, comparison, right }: Expectation,
  results: readonly SimulationResult[],
): ExpectationOutcome {
  const found = results
    .filter(({ policy }) => left.policy === undefined || policy === left.policy)
    .map(({ policy, metrics }) => ({
      policy,
      left: metrics.get(left.metric) ?? NaN,
      right: amount(right, policy, results),
    }));
  return { text, found, holds: found.length > 0 && found.every(sides => compare(sides.left, comparison, sides.right)) };
}

function knownMetrics(aliases: readonly string[]): ReadonlySet<string> {
  const ofProviders = PROVIDER_METRICS.flatMap(({ name }) => aliases.map(alias => `${name}.${alias}`));
  return new Set([...METRICS.map(({ name }) => name), ...ofProviders]);
}

function reference(text: string, policies: readonly string[], known: ReadonlySet<string>): Reference | undefined {
  if (known.has(text)) return { policy: undefined, metric: text };
  const dot = text.indexOf('.');
  const [policy, metric] = [text.slice(0, dot), text.slice(dot + 1)];
  return policies.includes(policy) && known.has(metric) ? { policy, metric } : undefined;
}

/** A figure of no named policy is that of the policy under test. */
function amount({ factor, reference }: Amount, policy: string, results: readonly SimulationResult[]): number {
  if (!reference) return factor;
  const of = results.find(result => result.policy === (reference.policy ?? policy));
  return factor * (of?.metrics.get(reference.metric) ?? NaN);
}

function compare(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '=':
      return left === right;
  }
}
