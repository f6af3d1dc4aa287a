import { createHmac } from 'node:crypto';

/** Under which the bench's shop signs its customers. */
export const USER_SECRET = 'a-secret-of-the-bench-with-32-bytes-or-more';

/** A shop's token of one customer (RFC 7519), good for an hour. */
export function userToken(subject: string): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const claims = encode({ sub: subject, exp: Math.floor(Date.now() / 1_000) + 3_600 });
  const signature = createHmac('sha256', USER_SECRET).update(`${head}.${claims}`).digest('base64url');
  return `${head}.${claims}.${signature}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
