import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

export const CONNECT_MS = 3_000;

const PORTS: ReadonlyMap<string, number> = new Map([
  ['https:', 443],
  ['http:', 80],
  ['redis:', 6_379],
  ['rediss:', 6_379],
]);
const TLS: ReadonlySet<string> = new Set(['https:', 'rediss:']);

/**
 * Opens a connection and closes it again; with TLS up to a handshake with a certificate that is good for the name.
 *
 * @throws with the system's code, or when it takes too long
 */
export function dial({ hostname, port, protocol }: URL, patienceMs = CONNECT_MS): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = { host, port: Number(port) || (PORTS.get(protocol) ?? 80), timeout: patienceMs };
  const socket = TLS.has(protocol)
    ? connectTls({ ...options, ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }) })
    : connectPlain(options);
  socket.once(TLS.has(protocol) ? 'secureConnect' : 'connect', () => resolve()).once('error', reject);
  socket.once('timeout', () => reject(new Error(`no connection within ${patienceMs / 1_000} s`)));
  return promise.finally(() => socket.destroy());
}
