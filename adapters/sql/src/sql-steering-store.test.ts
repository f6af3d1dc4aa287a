import { describeSteeringStore } from '@naru/router/testing';
import { createSqlSteeringStore } from './sql-steering-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('SteeringStore', (name, open) => {
  describeSteeringStore(name, async t => createSqlSteeringStore(await open(t)));
});
