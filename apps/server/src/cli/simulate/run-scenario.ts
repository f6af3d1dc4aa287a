import { checkExpectation, simulate } from '@naru/router/simulate';
import type { ReadScenario } from './read-scenario.ts';
import type { Report } from './report-html.ts';

/**
 * Plays a scenario against each of its policies.
 *
 * @throws {RangeError} when a number of the script makes no sense, such as shares of errors above 1 together
 */
export function runScenario({ title, description, scenario, policies, expectations }: ReadScenario): Report {
  const results = policies.map(policy => simulate(scenario, policy));
  return {
    title,
    description,
    seed: scenario.seed,
    durationMs: scenario.durationMs,
    policyTitles: policies.map(policy => policy.title),
    results,
    outcomes: expectations.map(expectation => checkExpectation(expectation, results)),
  };
}
