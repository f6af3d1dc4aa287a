import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { safeLink } from './safe-link.ts';

const HOSTS = ['books.naru.example'];

describe('safeLink (D22)', () => {
  it('follows https to a host of the list', () => {
    assert.equal(safeLink('https://books.naru.example/faq?id=1#a', HOSTS), 'https://books.naru.example/faq?id=1#a');
  });

  const refused = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'http://books.naru.example/',
    'https://evil.example/?q=secret',
    'https://books.naru.example@evil.example/',
    'https://user:pass@books.naru.example/',
    'https://books.naru.example.evil.example/',
    'https://sub.books.naru.example/',
    'https://books.naru.example:8443/',
    'https://books.naru.example./',
    '//books.naru.example/',
    '/admin/delete',
    '#user-content-fn-1',
    'mailto:help@books.naru.example',
    'blob:https://books.naru.example/1',
    '',
  ];
  for (const address of refused) {
    it(`refuses ${address || 'an empty address'}`, () => assert.equal(safeLink(address, HOSTS), undefined));
  }

  it('follows nothing when the list is empty', () =>
    assert.equal(safeLink('https://books.naru.example/', []), undefined));
});
