import { createServer } from 'node:net';
import type { ServerConfig } from '../../config/config.ts';
import { lockHolderOf } from '../../instance-lock/instance-lock.ts';
import type { Check } from './check.ts';

/** Whether the server could listen. Nothing to ask while the server of this data directory does. */
export function portChecks({ dataDir, host, port, internalHost, internalPort }: ServerConfig): readonly Check[] {
  if (lockHolderOf(dataDir)) return [];
  return [
    portCheck('public', host, port, 'NARU_HOST and NARU_PORT'),
    portCheck('internal', internalHost, internalPort, 'NARU_INTERNAL_HOST and NARU_INTERNAL_PORT'),
  ];
}

function portCheck(name: string, host: string, port: number, settings: string): Check {
  return {
    name: `${name} address ${host}:${port === 0 ? 'any free port' : port}`,
    advice: `Another program may listen there, or the address is not this machine's: see ${settings}.`,
    async run() {
      const server = createServer();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject).listen(port, host, resolve);
      await promise;
      await new Promise(closed => server.close(closed));
    },
  };
}
