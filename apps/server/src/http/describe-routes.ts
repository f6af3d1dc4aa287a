import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Http } from './http.ts';
import type { OpenapiDocument } from './operator/docs-routes.ts';

export interface RouteDescriptions {
  readonly openapi: () => OpenapiDocument;
  /** Each as `METHOD /pattern`. */
  readonly routes: () => readonly string[];
}

/** Gathers the descriptions of all routes that are added from now on. The document is made when asked for. */
export async function describeRoutes(http: Http, title: string): Promise<RouteDescriptions> {
  const routes: string[] = [];
  http.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map(name => `${name} ${url}`)));
  await http.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, version: '0.1.0' } },
    transform: jsonSchemaTransform,
  });
  return { openapi: () => http.swagger() as OpenapiDocument, routes: () => routes };
}
