import type { FastifyRequest } from 'fastify';

/** A request header's one value; of a header given several times, none. */
export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
