import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, systemClock, systemRandom } from '@naru/kernel';
import { openSqlite } from '@naru/sql';
import type { Config, ConfiguredProvider } from '../config/index.ts';
import type { Check, CheckResult } from './checks/check.ts';
import { CONNECT_MS, dial } from './checks/dial.ts';
import { eventChecks } from './checks/event-checks.ts';
import { articleCheck, sampleReportCheck } from './checks/folder-checks.ts';
import { keySetCheck } from './checks/key-set-check.ts';
import { portChecks } from './checks/port-checks.ts';

/** Tries everything that the server depends on. Changes nothing but the data directory, which it makes. */
export async function runChecks(config: Config): Promise<readonly CheckResult[]> {
  const { server, knowledge, reports, providers, users } = config;
  const checks: readonly Check[] = [
    {
      name: `data directory ${server.dataDir}`,
      advice: 'Make it writable for this account, or set NARU_DATA_DIR.',
      async run() {
        mkdirSync(server.dataDir, { recursive: true });
        accessSync(server.dataDir, constants.W_OK);
      },
    },
    ...portChecks(server),
    databaseCheck(config),
    articleCheck(knowledge.dir),
    ...(config.databaseUrl ? [] : [sampleReportCheck(reports.dir)]),
    ...providers.map(providerCheck),
    ...(config.redisUrl ? [redisCheck(new URL(config.redisUrl.reveal()))] : []),
    ...eventChecks(config.events),
    ...(users.jwksUrl === undefined ? [] : [keySetCheck(users.jwksUrl)]),
  ];
  return Promise.all(checks.map(result));
}

async function result({ name, advice, warning, run }: Check): Promise<CheckResult> {
  const known = { name, advice, warning: warning ?? null };
  try {
    await run();
    return { ...known, problem: null };
  } catch (error) {
    return { ...known, problem: messageOf(error) || codeOf(error) };
  }
}

/** Of several addresses of one name that all failed, the system gives no message. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
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
  const hasNoKey = !apiKey && apiKeyNames.length > 0 && url !== '';
  return {
    name: `provider ${alias} (${protocol}${url === '' ? ', embedded' : ` at ${new URL(url).host}`})`,
    advice: 'Look at its address and at what stands between.',
    warning: hasNoKey ? `No key is set; where it needs one: ${apiKeyNames.join(' or ')}.` : undefined,
    run: () => (url === '' ? Promise.resolve() : dial(new URL(url))),
  };
}

/** Whether Redis takes connections. The server starts without it, too. */
function redisCheck(url: URL): Check {
  return {
    name: `Redis at ${url.host}`,
    advice: 'Look at REDIS_URL and at what stands between. Until then each instance goes on alone.',
    run: () => dial(url),
  };
}
