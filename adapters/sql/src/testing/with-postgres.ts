import { before, describe, it } from 'node:test';
import { WHY_NO_POSTGRES } from './postgres-service.ts';

/** Tests that need PostgreSQL. Skipped where none answers, with what to do; with `REQUIRE_SERVICES=1` that fails. */
export function describeWithPostgres(name: string, tests: () => void): void {
  if (WHY_NO_POSTGRES === undefined) {
    describe(name, tests);
    return;
  }
  if (process.env['REQUIRE_SERVICES'] !== '1') {
    it(name, { skip: `skipped: ${name} (${WHY_NO_POSTGRES})` }, () => {});
    return;
  }
  describe(name, () => {
    before(() => {
      throw new Error(`REQUIRE_SERVICES=1, but ${WHY_NO_POSTGRES}`);
    });
    tests();
  });
}
