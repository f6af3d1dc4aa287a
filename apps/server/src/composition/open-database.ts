import { join } from 'node:path';
import type { Clock, Random } from '@naru/kernel';
import { openSqlite, type SqlDatabase } from '@naru/sql';
import type { Config } from '../config/index.ts';

export interface DatabaseParts {
  readonly config: Pick<Config, 'databaseUrl' | 'server'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** PostgreSQL where `DATABASE_URL` names one, else `naru.db` of the data directory, and then nothing of pg is loaded. */
export async function openDatabase({ config, clock, random }: DatabaseParts): Promise<SqlDatabase> {
  const { databaseUrl, server } = config;
  if (!databaseUrl) return openSqlite({ path: join(server.dataDir, 'naru.db'), clock, random });
  const { openPostgres } = await import('@naru/sql/postgres');
  return openPostgres({ url: databaseUrl.reveal(), clock, random });
}
