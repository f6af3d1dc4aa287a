import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNewTicket, NOON_MS } from '@naru/support/testing';
import { createSqlTicketMemory } from './sql-ticket-memory.ts';
import { createSqlTicketService } from './sql-ticket-service.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describe('tickets in one file over two connections (S-TKT-1, S-TKT-2)', () => {
  it('have numbers of their own, without holes', async t => {
    const path = databasePath(t);
    const services = [await openTestDatabase(t, { path }), await openTestDatabase(t, { path })].map(
      createSqlTicketService,
    );
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        services[index % 2]!.create(aNewTicket({ idempotencyKey: `key-${index}` })),
      ),
    );
    const numbers = made.map(({ number }) => Number(number.slice(-4))).toSorted((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('are opened by one of many that claim at once', async t => {
    const path = databasePath(t);
    const memories = [await openTestDatabase(t, { path }), await openTestDatabase(t, { path })].map(
      createSqlTicketMemory,
    );
    const scopes = [{ kind: 'user', id: 'u:42', epoch: 0 }] as const;
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        memories[index % 2]!.claim(
          scopes,
          { ownerKey: 'u:42', holder: `holder-${index}`, number: undefined, untilMs: NOON_MS + 10_000 },
          NOON_MS,
        ),
      ),
    );
    assert.equal(claims.filter(Boolean).length, 1);
  });
});
