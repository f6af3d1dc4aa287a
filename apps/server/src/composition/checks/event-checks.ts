import { resolveSrv } from 'node:dns/promises';
import type { EventsConfig } from '../../config/config.ts';
import type { Check } from './check.ts';
import { dial } from './dial.ts';

const MONGODB_PORT = 27_017;

/** Where events go on their way out. The server answers customers without any of them. */
export function eventChecks({ kafkaBrokers, mongodbUrl, noticeWebhook, otlpEndpoint }: EventsConfig): readonly Check[] {
  const meanwhile = 'Until then events wait in the data directory.';
  return [
    ...kafkaBrokers.map(broker => ({
      name: `Kafka at ${broker}`,
      advice: `Look at KAFKA_BROKERS and at what stands between. ${meanwhile}`,
      run: () => dial(new URL(`kafka://${broker}`)),
    })),
    ...(mongodbUrl ? [mongodbCheck(new URL(mongodbUrl.reveal()), meanwhile)] : []),
    ...(noticeWebhook
      ? [addressCheck('notices', noticeWebhook.reveal(), 'Look at NARU_NOTICE_WEBHOOK. Until then nobody is told.')]
      : []),
    ...(otlpEndpoint === undefined
      ? []
      : [addressCheck('traces', otlpEndpoint, 'Look at OTEL_EXPORTER_OTLP_ENDPOINT. Until then traces are dropped.')]),
  ];
}

/** The host alone is named: paths of webhooks are secrets. */
function addressCheck(what: string, address: string, advice: string): Check {
  const url = new URL(address);
  return { name: `${what} to ${url.host}`, advice, run: () => dial(url) };
}

function mongodbCheck(url: URL, meanwhile: string): Check {
  return {
    name: `MongoDB at ${url.host}`,
    advice: `Look at MONGODB_URL and at what stands between. ${meanwhile}`,
    async run() {
      const isList = url.protocol === 'mongodb+srv:';
      const [first] = isList ? await resolveSrv(`_mongodb._tcp.${url.hostname}`) : [];
      const [host, port] = first ? [first.name, first.port] : [url.hostname, Number(url.port) || MONGODB_PORT];
      await dial(new URL(`mongodb://${host}:${port}`));
    },
  };
}
