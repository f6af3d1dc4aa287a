import { configureRouting, type RouterSettings } from '@naru/router';
import { parseExpectation, type Expectation, type Scenario } from '@naru/router/simulate';
import { parseDocument } from 'yaml';
import { foundText } from '../../config/mistake.ts';
import { describeScenarioIssue, type ScenarioMistake } from './describe-scenario-issue.ts';
import { scenarioSchema, type ScenarioFile } from './scenario-schema.ts';
import { toPolicySettings } from './to-policy-settings.ts';
import { toScenario } from './to-scenario.ts';

/** A scenario file, ready to be played. */
export interface ReadScenario {
  readonly title: string;
  readonly description: string;
  readonly scenario: Scenario;
  readonly policies: readonly { readonly name: string; readonly title: string; readonly settings: RouterSettings }[];
  readonly expectations: readonly Expectation[];
}

export type ScenarioOutcome =
  | { readonly kind: 'scenario'; readonly read: ReadScenario }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly ScenarioMistake[] };

const MAX_REQUESTS = 20_000_000;
const MAX_PROVIDERS = 50;
const MAX_POLICIES = 4;

/** Reads a scenario and says everything that is wrong with it. */
export function readScenario(text: string): ScenarioOutcome {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) return refuse('the file', `no YAML: ${error.message.split('\n')[0]?.replace(/:$/, '')}`, 'YAML');
  let file: unknown;
  try {
    file = document.toJS();
  } catch {
    return refuse('the file', 'aliases that unfold without end', 'YAML with few aliases');
  }
  const parsed = scenarioSchema.safeParse(file);
  if (parsed.success) return understand(parsed.data);
  return { kind: 'mistakes', mistakes: parsed.error.issues.flatMap(issue => describeScenarioIssue(issue, file)) };
}

function understand(file: ScenarioFile): ScenarioOutcome {
  const scenario = toScenario(file);
  const policies = Object.entries(file.policies).map(([name, policy]) => ({
    name,
    title: policy.title ?? name,
    settings: toPolicySettings(policy),
  }));
  const { expectations, mistakes } = readExpectations(file);
  const wrong = [
    ...mistakes,
    ...tooMuch(file, scenario),
    ...policies.flatMap(policy => wrongSettings(scenario, policy)),
  ];
  if (wrong.length > 0) return { kind: 'mistakes', mistakes: wrong };
  const { title, description } = file;
  return { kind: 'scenario', read: { title, description, scenario, policies, expectations } };
}

function readExpectations(file: ScenarioFile): {
  readonly expectations: readonly Expectation[];
  readonly mistakes: readonly ScenarioMistake[];
} {
  const [policies, aliases] = [Object.keys(file.policies), Object.keys(file.providers)];
  const expectations: Expectation[] = [];
  const mistakes: ScenarioMistake[] = [];
  for (const [index, sentence] of file.expect.entries()) {
    const parsed = parseExpectation(sentence, policies, aliases);
    if (parsed.kind === 'expectation') expectations.push(parsed.expectation);
    else mistakes.push({ where: `expect[${index}]`, found: foundText(sentence), allowed: parsed.allowed });
  }
  return { expectations, mistakes };
}

function tooMuch(file: ScenarioFile, { durationMs, traffic }: Scenario): readonly ScenarioMistake[] {
  const mistakes: ScenarioMistake[] = [];
  const { phases } = traffic;
  const requests = phases.reduce((sum, { fromMs, perSecond }, index) => {
    const untilMs = Math.min(durationMs, phases[index + 1]?.fromMs ?? Infinity);
    return sum + (Math.max(0, untilMs - fromMs) / 1_000) * perSecond;
  }, 0);
  const within = (where: string, count: number, most: number): void => {
    const found = String(Math.round(count));
    if (!(count >= 1 && count <= most)) mistakes.push({ where, found, allowed: `from 1 to ${most}` });
  };
  within('traffic (requests in all)', requests, MAX_REQUESTS);
  within('providers (how many)', Object.keys(file.providers).length, MAX_PROVIDERS);
  within('policies (how many)', Object.keys(file.policies).length, MAX_POLICIES);
  const rises = phases.every(({ fromMs }, index) =>
    index === 0 ? fromMs === 0 : fromMs > (phases[index - 1]?.fromMs ?? 0),
  );
  if (!rises)
    mistakes.push({
      where: 'traffic.phases',
      found: 'another order',
      allowed: 'the first from 0s, each later than the one before',
    });
  for (const [alias, { phases: changes }] of Object.entries(file.providers)) {
    for (const [index, { every, lasts }] of changes.entries()) {
      if ((every === undefined) === (lasts === undefined)) continue;
      const where = `providers.${alias}.phases[${index}]`;
      mistakes.push({ where, found: every ? 'every alone' : 'lasts alone', allowed: 'every and lasts together' });
    }
  }
  return mistakes;
}

/** What the router itself refuses. */
function wrongSettings(
  { providers }: Scenario,
  { name, settings }: ReadScenario['policies'][number],
): readonly ScenarioMistake[] {
  try {
    configureRouting(
      providers.map(({ provider }) => provider),
      settings,
    );
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ where: `policies.${name}`, found: 'settings that no router takes', allowed: error.message }];
  }
}

function refuse(where: string, found: string, allowed: string): ScenarioOutcome {
  return { kind: 'mistakes', mistakes: [{ where, found, allowed }] };
}
