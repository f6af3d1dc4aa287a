import { before, describe, it } from 'node:test';
import { WHY_NO_POSTGRES } from './postgres-service.ts';

/**
 * Runs `tests` where PostgreSQL answers. Elsewhere they are skipped, with what to do; with `REQUIRE_SERVICES=1` that
 * fails.
 */
export function wherePostgresIs(what: string, tests: () => void): void {
  if (WHY_NO_POSTGRES === undefined) {
    tests();
    return;
  }
  const name = `${what} in PostgreSQL`;
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

/** A suite that needs PostgreSQL. */
export function describeWithPostgres(name: string, tests: () => void): void {
  wherePostgresIs(name, () => describe(name, tests));
}
