import type { FastifyRequest } from 'fastify';
import { header } from '../header.ts';

const BEARER = /^Bearer +([^\s,]{1,8000})$/i;

/** The token of `Authorization: Bearer …`. An `Authorization` of another kind is no token. */
export function bearerToken(request: FastifyRequest): string | undefined {
  const value = header(request, 'authorization');
  return value === undefined ? undefined : BEARER.exec(value)?.[1];
}
