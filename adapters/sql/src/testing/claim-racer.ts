// Run by `two-processes.test.ts`: claims a turn in each of many conversations, once told to go.
import { once } from 'node:events';
import { aTurnClaim } from '@naru/chat/testing';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { openPlace } from './place.ts';

const [place = '', name = '', conversations = '0'] = process.argv.slice(2);
await using database = await openPlace(place);
const turns = createSqlTurnStore(database);
console.log('ready');
await once(process.stdin, 'data');
process.stdin.destroy();

for (let index = 0; index < Number(conversations); index += 1) {
  const claim = aTurnClaim({ id: `${name}-${index}`, sessionId: `session-${index}` });
  const { kind } = await turns.claim(claim);
  console.log(kind);
}
