import { accessSync, constants, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createMarkdownArticleSource } from '@naru/files';
import { messageOf, systemClock, systemRandom } from '@naru/kernel';
import { openSqlite } from '@naru/sql';
import { createKnowledge } from '@naru/support';
import type { Config, ConfiguredProvider } from '../config/index.ts';

export interface CheckResult {
  readonly name: string;
  /** What is wrong; null when all is well. */
  readonly problem: string | null;
  readonly advice: string;
}

interface Check {
  readonly name: string;
  readonly advice: string;
  /** @throws when something is wrong */
  run(): Promise<void>;
}

const CONNECT_MS = 3_000;
const REDIS_PORT = 6_379;

/** Tries everything that the server depends on. Changes nothing but the data directory, which it makes. */
export async function runChecks(config: Config): Promise<readonly CheckResult[]> {
  const { server, knowledge, providers } = config;
  const checks: readonly Check[] = [
    {
      name: `data directory ${server.dataDir}`,
      advice: 'Make it writable for this account, or set NARU_DATA_DIR.',
      async run() {
        mkdirSync(server.dataDir, { recursive: true });
        accessSync(server.dataDir, constants.W_OK);
      },
    },
    databaseCheck(config),
    {
      name: `articles in ${knowledge.dir}`,
      advice: 'Mend the article that is named, or set NARU_KNOWLEDGE_DIR.',
      async run() {
        await createKnowledge({ source: createMarkdownArticleSource({ folder: knowledge.dir }) });
      },
    },
    ...providers.map(providerCheck),
    ...(config.redisUrl ? [redisCheck(new URL(config.redisUrl.reveal()))] : []),
  ];
  return Promise.all(checks.map(result));
}

async function result({ name, advice, run }: Check): Promise<CheckResult> {
  try {
    await run();
    return { name, problem: null, advice };
  } catch (error) {
    return { name, problem: messageOf(error), advice };
  }
}

/** The file is opened, as a start would; of a PostgreSQL it is only looked whether it could be used. */
function databaseCheck({ databaseUrl, server }: Config): Check {
  if (!databaseUrl) {
    return {
      name: 'database',
      advice: 'Another process may hold it, or a newer version wrote it; see docs/RUNBOOK.md.',
      async run() {
        const path = join(server.dataDir, 'naru.db');
        await using _database = await openSqlite({ path, clock: systemClock, random: systemRandom });
      },
    };
  }
  const { host, pathname } = new URL(databaseUrl.reveal());
  return {
    name: `PostgreSQL at ${host}${pathname}`,
    advice: 'Look at DATABASE_URL and at what stands between. Until then the server starts and is not ready.',
    async run() {
      const { checkPostgres } = await import('@naru/sql/postgres');
      await checkPostgres(databaseUrl.reveal(), CONNECT_MS);
    },
  };
}

/** Whether the provider's address takes connections; asking a question would cost money. */
function providerCheck({ provider, apiKey, apiKeyNames }: ConfiguredProvider): Check {
  const { alias, url, protocol } = provider;
  const missingKey =
    apiKey || apiKeyNames.length === 0 ? '' : ` No key is set; where it needs one: ${apiKeyNames.join(' or ')}.`;
  return {
    name: `provider ${alias} (${protocol}${url === '' ? ', embedded' : ` at ${new URL(url).host}`})`,
    advice: `Look at its address and at what stands between.${missingKey}`,
    run: () => (url === '' ? Promise.resolve() : dial(new URL(url))),
  };
}

/** Whether Redis takes connections. The server starts without it, too. */
function redisCheck(url: URL): Check {
  const address = new URL(`redis://${url.hostname}:${url.port || REDIS_PORT}`);
  return {
    name: `Redis at ${address.host}`,
    advice: 'Look at REDIS_URL and at what stands between. Until then each instance goes on alone.',
    run: () => dial(address),
  };
}

function dial({ hostname, port, protocol }: URL): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), timeout: CONNECT_MS });
  socket.once('connect', resolve).once('error', reject);
  socket.once('timeout', () => reject(new Error(`no connection within ${CONNECT_MS / 1_000} s`)));
  return promise.finally(() => socket.destroy());
}
