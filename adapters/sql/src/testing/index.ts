// A real server, for tests of whoever stands on it
export { aPostgresUrl } from './a-postgres-url.ts';
export { describeWithPostgres } from './with-postgres.ts';
export { POSTGRES_ADDRESS } from './postgres-service.ts';

// One that fails
export { FaultProxy, type Verdict } from './fault-proxy.ts';
