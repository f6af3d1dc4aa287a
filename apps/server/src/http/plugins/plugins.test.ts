import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sequentialIds } from '@naru/kernel/testing';
import { readCookie, writeCookie } from './cookies.ts';
import { isDeeperThan } from './json-depth.ts';
import { traceIdOf } from './request-identity.ts';
import { isSameOrigin } from './same-origin.ts';
import { ClaimsSigner } from './signed-value.ts';

const FRESH = '0'.repeat(31) + '1';
const TRACE = 'a'.repeat(32);

describe('traceIdOf', () => {
  const cases: readonly (readonly [string | undefined, string])[] = [
    [`00-${TRACE}-${'b'.repeat(16)}-01`, TRACE],
    [`01-${TRACE}-${'b'.repeat(16)}-01-later-versions-say-more`, TRACE],
    [undefined, FRESH],
    ['', FRESH],
    [`ff-${TRACE}-${'b'.repeat(16)}-01`, FRESH],
    [`00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, FRESH],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, FRESH],
    [`00-${TRACE.toUpperCase()}-${'b'.repeat(16)}-01`, FRESH],
    [`00-${TRACE}-${'b'.repeat(16)}`, FRESH],
  ];
  for (const [header, expected] of cases) {
    it(`reads ${header?.slice(0, 60) ?? 'nothing'}`, () => assert.equal(traceIdOf(header, sequentialIds()), expected));
  }
});

describe('isSameOrigin (D26)', () => {
  const host = 'shop.example:8080';
  const cases = [
    [{ host, origin: 'https://shop.example:8080' }, true],
    [{ host }, true],
    [{ host, origin: 'https://shop.example' }, false],
    [{ host, origin: 'https://shop.example:8080.evil.example' }, false],
    [{ host, origin: 'null' }, false],
    [{ host, origin: 'nonsense' }, false],
    [{ host, 'sec-fetch-site': 'same-origin' }, true],
    [{ host, 'sec-fetch-site': 'none' }, true],
    [{ host, 'sec-fetch-site': 'same-site' }, false],
    [{ host, 'sec-fetch-site': 'cross-site' }, false],
  ] as const;
  for (const [headers, expected] of cases) {
    it(`${expected ? 'believes' : 'refuses'} ${JSON.stringify(headers)}`, () =>
      assert.equal(isSameOrigin(headers), expected));
  }
});

describe('cookies', () => {
  it('finds the first of a name, and none of a longer or shorter name', () => {
    assert.equal(readCookie('a=1; naru=2; naru=3', 'naru'), '2');
    assert.equal(readCookie('xnaru=1; narux=2', 'naru'), undefined);
    assert.equal(readCookie('naru', 'naru'), undefined);
  });

  it('binds the cookie to this host on https', () => {
    const cookie = writeCookie({ name: 'naru', value: '1', maxAgeSeconds: 60, isSecure: true });
    assert.equal(cookie, '__Host-naru=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure');
  });
});

describe('isDeeperThan', () => {
  it('counts objects and arrays alike, and stops looking where it is too deep', () => {
    assert.equal(isDeeperThan({ a: [{ b: 1 }] }, 3), false);
    assert.equal(isDeeperThan({ a: [{ b: [] }] }, 3), true);
    assert.equal(isDeeperThan(JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)), 64), true);
    assert.equal(isDeeperThan('text', 0), false);
  });
});

describe('ClaimsSigner', () => {
  const signer = new ClaimsSigner(Buffer.alloc(32, 1));
  const claims = { purpose: 'operator', subject: 'kim', expiresAtMs: 1_000 } as const;

  it('reads what it signed, until it is over', () => {
    assert.deepEqual(signer.read(signer.sign(claims), 'operator', 999), claims);
    assert.equal(signer.read(signer.sign(claims), 'operator', 1_000), undefined);
  });

  it('believes nothing for another purpose, by another key, or changed in one place', () => {
    const value = signer.sign(claims);
    assert.equal(signer.read(value, 'customer', 0), undefined);
    assert.equal(new ClaimsSigner(Buffer.alloc(32, 2)).read(value, 'operator', 0), undefined);
    for (let index = 0; index < value.length - 1; index += 1) {
      const changed = value.slice(0, index) + (value[index] === 'x' ? 'y' : 'x') + value.slice(index + 1);
      assert.equal(signer.read(changed, 'operator', 0), undefined, `changed at ${index}`);
    }
    for (const nonsense of [undefined, '', '.', 'a.b.c', 'x'.repeat(10_000)]) {
      assert.equal(signer.read(nonsense, 'operator', 0), undefined);
    }
  });

  it('refuses a key that could be guessed', () => {
    assert.throws(() => new ClaimsSigner(Buffer.alloc(16)), /at least 32 bytes, got 16/);
  });
});
