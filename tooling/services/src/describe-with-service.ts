import { before, describe, it } from 'node:test';
import { answers } from './answers.ts';

/** A real server that tests want. */
export interface TestService {
  /** As people call it: `Redis`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Tests that need a real server. Where it does not answer they are skipped, with what to do; with `REQUIRE_SERVICES=1`
 * that fails.
 */
export async function describeWithService(
  { name, host, port }: TestService,
  what: string,
  tests: () => void,
): Promise<void> {
  if (await answers(host, port)) {
    describe(what, tests);
    return;
  }
  const reason = `${name} not reachable at ${host}:${port}; npm run services`;
  if (process.env['REQUIRE_SERVICES'] !== '1') {
    it(what, { skip: `skipped: ${reason}` }, () => {});
    return;
  }
  describe(what, () => {
    before(() => {
      throw new Error(`REQUIRE_SERVICES=1, but ${reason}`);
    });
    tests();
  });
}
