import { Gauge, type Registry } from 'prom-client';

/** How what is shared with other instances stands. */
export interface SharedStanding {
  readonly isUp: boolean;
  readonly connectionFailures: number;
  readonly corruptValues: number;
}

/** Shows what goes wrong between instances, which nobody else would notice (R-HLT-6). Read when it is scraped. */
export function registerSharedStateGauges(registry: Registry, standing: () => SharedStanding): void {
  const gauge = (name: string, help: string, read: (standing: SharedStanding) => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read(standing())) });
  };
  gauge('chat_provider_shared_state_up', '1 while what instances know is shared, else 0.', ({ isUp }) => Number(isUp));
  gauge(
    'chat_provider_shared_state_connection_failures',
    'Connections that ended or could not be made, since the start.',
    ({ connectionFailures }) => connectionFailures,
  );
  gauge(
    'chat_provider_shared_state_corrupt_values',
    'Shared values that could not be read, since the start.',
    ({ corruptValues }) => corruptValues,
  );
}
