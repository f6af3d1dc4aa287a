import assert from 'node:assert/strict';

/** What nobody may find in events or logs, each unmistakable: telephone, name, address of mail, keys. */
export const PLANTED = {
  phone: '010-2468-1357',
  name: '심어둔길동',
  mail: 'planted.mail@shop.example',
  key: 'sk-planted-9z8y7x6w5v4u3t2s',
} as const;

/** All of it in one sentence. */
export const PLANTED_SENTENCE = `배송은 얼마나 걸리나요? ${Object.values(PLANTED).join(' ')}`;

/** @throws {AssertionError} that names the place where something planted is found */
export function assertNothingPlanted(place: string, told: unknown): void {
  const text = JSON.stringify(told);
  for (const planted of Object.values(PLANTED)) {
    const at = text.indexOf(planted);
    assert.equal(at, -1, `${place} holds ${planted}: …${text.slice(Math.max(0, at - 120), at + 60)}…`);
  }
}
