// Opening a database
export { openPostgres, type PostgresOptions } from './open-postgres.ts';

// Looking at one
export { checkPostgres } from './check-postgres.ts';
