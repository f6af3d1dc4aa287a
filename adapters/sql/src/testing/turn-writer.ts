// Run by `crash.test.ts`: writes whole turns until it is killed, and says which ones are kept.
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { openPlace } from './place.ts';

const MAX_TURNS = 100_000;

const [place = ''] = process.argv.slice(2);
await using database = await openPlace(place);
const turns = createSqlTurnStore(database);
for (let index = 0; index < MAX_TURNS; index += 1) {
  await turns.claim(aTurnClaim({ id: `turn-${index}` }));
  await turns.finish(`turn-${index}`, 2_000, aTurnResult());
  console.log(`turn-${index}`);
}
