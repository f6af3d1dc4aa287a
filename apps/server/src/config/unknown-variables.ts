import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import { nearestName } from './nearest-name.ts';
import { textOf, type Environment } from './read-environment.ts';

const OURS = /^(?:NARU|QS_LLM|QS_CHAT)_/;
const KNOWN: ReadonlySet<string> = new Set(ENVIRONMENT_VARIABLES.map(({ name }) => name));

/** Names that only a person who expects them to act would set here; this version does nothing with them. */
const NOT_YET = ['KAFKA_BROKERS', 'MONGODB_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

/** One sentence for each variable that looks like ours and is not read. `keyNames` are those of the providers. */
export function warnOfUnknownVariables(env: Environment, keyNames: ReadonlySet<string>): readonly string[] {
  const unknown = Object.keys(env).filter(name => OURS.test(name) && !KNOWN.has(name) && !keyNames.has(name));
  return [
    ...unknown.toSorted().map(name => {
      const nearest = nearestName(name, [...KNOWN, ...keyNames]);
      return `${name} is set, but no such variable is read${nearest ? `; the nearest is ${nearest}` : ''}.`;
    }),
    ...NOT_YET.filter(name => textOf(env, name) !== undefined).map(
      name => `${name} is set, but this version does not use it.`,
    ),
  ];
}
