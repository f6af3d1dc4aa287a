import { z } from 'zod';
import type { ReloadReport } from '../../composition/reload-config.ts';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';

const schema = {
  tags: ['operators'],
  summary: 'Read the configuration again; a bad one changes nothing',
  response: {
    200: z.object({ warnings: z.array(z.string()), needs_restart: z.array(z.string()) }),
    '4xx': internalErrorSchema,
  },
};

/** `POST /internal/config/reload`. */
export function addConfigRoutes(http: Http, reload: () => ReloadReport): void {
  http.post('/internal/config/reload', { config: { access: 'admin' }, schema }, async (_request, reply) => {
    const report = reload();
    if (report.kind === 'kept') throw new RequestProblem('invalid_request', { message: report.problem });
    return reply.send({ warnings: [...report.warnings], needs_restart: [...report.needsRestart] });
  });
}
