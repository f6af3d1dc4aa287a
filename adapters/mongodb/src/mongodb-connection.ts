import { MongoClient, type Db } from 'mongodb';

export interface MongodbOptions {
  /** `mongodb://…`, with the database's name behind the host; without one: `naru`. */
  readonly url: string;
}

/** One pool of connections, made when it is first needed. */
export interface MongodbConnection extends AsyncDisposable {
  readonly database: Db;
}

/** How long a server is looked for; behind this is a pipeline with a spill file, which need not wait long. */
const FIND_SERVER_MS = 2_000;
const SILENT_MS = 10_000;
const POOL = 4;

/**
 * Writes are acknowledged by the majority and by its journals, or not at all. They are not tried again by the driver:
 * the pipeline does that, and knows what it has written by the ids.
 *
 * @throws {Error} for an address that is none
 */
export function openMongodb({ url }: MongodbOptions): MongodbConnection {
  const client = new MongoClient(url, {
    appName: 'naru',
    serverSelectionTimeoutMS: FIND_SERVER_MS,
    connectTimeoutMS: FIND_SERVER_MS,
    socketTimeoutMS: SILENT_MS,
    maxPoolSize: POOL,
    retryWrites: false,
    ignoreUndefined: true,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: SILENT_MS },
  });
  const path = new URL(url.replace(/^mongodb(\+srv)?:/, 'http:')).pathname;
  return {
    database: client.db(path === '/' || path === '' ? 'naru' : undefined),
    [Symbol.asyncDispose]: () => client.close(),
  };
}
