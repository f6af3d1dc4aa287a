import { DatabaseError } from 'pg';

/**
 * The way to the server broke, or never was: what was not committed is rolled back there. Stays inside this
 * folder; callers see `DatabaseUnavailableError`.
 */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}

/** All connections were taken for as long as one was waited for. Nothing was asked of the server. */
export class NoFreeConnectionError extends Error {
  override readonly name = 'NoFreeConnectionError';

  constructor(options?: ErrorOptions) {
    super('All connections to the database were taken', options);
  }
}

/**
 * What pg threw, as a fault where it speaks of the connection. Everything the server says comes as a
 * `DatabaseError`; all else, except for mistakes of ours, happened on the way.
 */
export function toFault(error: unknown): unknown {
  if (error instanceof DatabaseError) return endsConnection(error.code ?? '') ? faultOf(error) : error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return faultOf(error);
}

function faultOf(cause: unknown): ConnectionFault {
  return new ConnectionFault('The connection to the database failed', { cause });
}

/** Codes after which this connection is of no use while another one may be: Appendix A of PostgreSQL's manual. */
const ENDING_CODES: ReadonlySet<string> = new Set([
  '25P03', // idle_in_transaction_session_timeout
  '25006', // read_only_sql_transaction: this server is no longer the one that writes
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
]);

const CONNECTION_EXCEPTIONS = '08';

function endsConnection(code: string): boolean {
  return code.startsWith(CONNECTION_EXCEPTIONS) || ENDING_CODES.has(code);
}
