import type { ConfigMistake } from './mistake.ts';
import { textOf, type Environment } from './read-environment.ts';
import { Secret } from './secret.ts';

/** Where events go on their way out; each missing where nobody said. */
export interface EventAddresses {
  /** `host:port` of some of Kafka's brokers. */
  readonly kafkaBrokers: readonly string[];
  readonly mongodbUrl: Secret | undefined;
  /** An incoming webhook, such as Slack's; who has its address may write there. */
  readonly noticeWebhook: Secret | undefined;
  /** Of an OpenTelemetry collector. */
  readonly otlpEndpoint: string | undefined;
}

const BROKER = /^(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i;

export function readEventAddresses(env: Environment): EventAddresses & { readonly mistakes: readonly ConfigMistake[] } {
  const mistakes: ConfigMistake[] = [];
  const refuse = (where: string, found: string, allowed: string): undefined => {
    mistakes.push({ where, source: 'environment', found, allowed });
    return undefined;
  };

  function kafkaBrokers(): readonly string[] {
    const brokers = (textOf(env, 'KAFKA_BROKERS') ?? '')
      .split(',')
      .map(broker => broker.trim())
      .filter(broker => broker !== '');
    const wrong = brokers.filter(broker => !BROKER.test(broker));
    if (wrong.length === 0) return brokers;
    refuse('KAFKA_BROKERS', `${wrong.length} that are no host:port`, 'host:port, separated by commas');
    return [];
  }

  function address(where: string, schemes: readonly string[], allowed: string): string | undefined {
    const text = textOf(env, where);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    if (url && schemes.includes(url.protocol) && url.hostname !== '') return text;
    return refuse(where, url ? `an address of the kind ${url.protocol}` : 'no address', allowed);
  }

  function secret(where: string, schemes: readonly string[], allowed: string): Secret | undefined {
    const text = address(where, schemes, allowed);
    return text === undefined ? undefined : new Secret(text);
  }

  return {
    kafkaBrokers: kafkaBrokers(),
    mongodbUrl: secret('MONGODB_URL', ['mongodb:', 'mongodb+srv:'], 'mongodb://user:password@host:27017/database'),
    noticeWebhook: secret('NARU_NOTICE_WEBHOOK', ['https:', 'http:'], 'the https address of an incoming webhook'),
    otlpEndpoint: address('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'], 'http://host:4318'),
    mistakes,
  };
}
