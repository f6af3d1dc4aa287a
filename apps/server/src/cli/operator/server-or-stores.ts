import { silentLogger, systemClock, systemRandom } from '@naru/kernel';
import { buildStores, type Stores } from '../../composition/build-stores.ts';
import type { Config } from '../../config/index.ts';
import { EXIT_FAILED, EXIT_OK } from '../../exit-codes.ts';
import { lockHolderOf, takeInstanceLock } from '../../instance-lock/instance-lock.ts';
import type { CommandWorld } from '../command-world.ts';
import { loadOrComplain } from '../load-or-complain.ts';
import { OperatorCallError, withServer, type OperatorCall, type OperatorOptions } from './operator-client.ts';

/** A command that a running server carries out, and without one the command line itself. */
export interface ServerOrStores<Answer> {
  overServer(call: OperatorCall): Promise<Answer>;
  overStores(stores: Stores, config: Config): Promise<Answer>;
}

/**
 * Asks the server that has the data directory; where no process has it, opens the database itself and keeps servers
 * out meanwhile. Prints what came of it: for a person, or as JSON.
 */
export async function withServerOrStores<Answer>(
  world: CommandWorld,
  options: OperatorOptions,
  { overServer, overStores }: ServerOrStores<Answer>,
  show: (answer: Answer) => string,
): Promise<void> {
  if (options.url !== undefined) return withServer(world, options, overServer, show);
  const loaded = loadOrComplain(world);
  if (!loaded) return;
  const { dataDir } = loaded.config.server;
  if (lockHolderOf(dataDir)) return withServer(world, options, overServer, show);

  const taken = takeInstanceLock(dataDir, systemClock.now());
  // A server has started this very moment.
  if (taken.kind === 'held') return withServer(world, options, overServer, show);
  using _lock = taken.lock;
  world.complain(`No server runs over ${dataDir}: its database is opened here.`);
  try {
    await using opening = new AsyncDisposableStack();
    const stores = await buildStores({
      config: loaded.config,
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      opening,
    });
    const answer = await overStores(stores, loaded.config);
    world.print(options.json ? JSON.stringify(answer, undefined, 2) : show(answer));
    world.exit(EXIT_OK);
  } catch (error) {
    if (!(error instanceof OperatorCallError)) throw error;
    world.complain(error.message);
    world.exit(EXIT_FAILED);
  }
}
