// To play a scenario against a policy in virtual time
export { simulate, type SimulationResult } from './simulate.ts';

// What happens
export type { Distribution, PercentilePoint } from './distribution.ts';
export type {
  Behaviour,
  BehaviourPhase,
  IntentShare,
  PriceChange,
  QuotaWindow,
  Scenario,
  ScriptedError,
  ScriptedProvider,
  SimulatedPolicy,
  Traffic,
} from './scenario.ts';

// What came of it
export { METRICS, PROVIDER_METRICS, type MetricMeaning } from './metrics.ts';
export type { SimulationSeries } from './series.ts';
export type { FailoverCount, SimulatedTransition } from './tally.ts';

// What is expected of it
export {
  checkExpectation,
  parseExpectation,
  type Expectation,
  type ExpectationOutcome,
  type ParsedExpectation,
} from './expectation.ts';
