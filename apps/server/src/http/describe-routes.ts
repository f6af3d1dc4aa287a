import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Http } from './http.ts';
import type { OpenapiDocument } from './operator/docs-routes.ts';

/** Gathers the descriptions of all routes that are added from now on. The document is made when asked for. */
export async function describeRoutes(http: Http, title: string): Promise<() => OpenapiDocument> {
  await http.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, version: '0.1.0' } },
    transform: jsonSchemaTransform,
  });
  return () => http.swagger() as OpenapiDocument;
}
