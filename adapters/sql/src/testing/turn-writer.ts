// Run by `crash.test.ts`: writes whole turns until it is killed, and says which ones are kept.
import { systemClock, systemRandom } from '@naru/kernel';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';

const MAX_TURNS = 100_000;

const [path = ''] = process.argv.slice(2);
await using database = await openSqlite({ path, clock: systemClock, random: systemRandom });
const turns = createSqlTurnStore(database);
for (let index = 0; index < MAX_TURNS; index += 1) {
  await turns.claim(aTurnClaim({ id: `turn-${index}` }));
  await turns.finish(`turn-${index}`, 2_000, aTurnResult());
  console.log(`turn-${index}`);
}
