import { incidentListSchema, incidentSchema, type IncidentBody } from '@naru/api-contract';
import type { Incident, IncidentStore } from '@naru/events';
import type { Clock } from '@naru/kernel';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { OperatorAuth } from '../plugins/operator.ts';

export interface IncidentRoutesDeps {
  readonly incidents: IncidentStore;
  /** Takes an incident on; `undefined` when there is none that could be. */
  readonly acknowledgeIncident: (id: string, by: string) => Promise<Incident | undefined>;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const tags = ['operators'];
const errors = { '4xx': internalErrorSchema };
const listSchema = {
  tags,
  summary: 'What went wrong, the latest first',
  querystring: z.object({
    live: z.stringbool().default(false).describe('only what is not over'),
    since: z.iso.datetime({ offset: true }).optional().describe('seen from that instant on; default: seven days ago'),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  response: { 200: incidentListSchema, ...errors },
};
const params = z.object({ id: z.string().min(1).max(100) });
const findSchema = { tags, summary: 'One incident', params, response: { 200: incidentSchema, ...errors } };
const acknowledgeSchema = {
  tags,
  summary: 'Take an incident on: those on call are told no more of it',
  params,
  response: { 200: incidentSchema, ...errors },
};

/** `GET /internal/incidents`, `GET …/{id}`, `POST …/{id}/acknowledge` (E-INC-1, E-INC-3). */
export function addIncidentRoutes(http: Http, operators: OperatorAuth, deps: IncidentRoutesDeps): void {
  const { incidents, acknowledgeIncident, clock } = deps;

  http.get('/internal/incidents', { config: { access: 'viewer' }, schema: listSchema }, async (request, reply) => {
    const { live, since, limit } = request.query;
    const fromMs = since === undefined ? clock.now() - 7 * DAY_MS : Date.parse(since);
    const found = await incidents.list({ fromMs, onlyLive: live, limit });
    return reply.header('cache-control', 'no-store').send({ incidents: found.map(toIncidentBody) });
  });

  http.get('/internal/incidents/:id', { config: { access: 'viewer' }, schema: findSchema }, async (request, reply) => {
    const incident = await incidents.find(request.params.id);
    if (!incident) throw notThere();
    return reply.header('cache-control', 'no-store').send(toIncidentBody(incident));
  });

  http.post(
    '/internal/incidents/:id/acknowledge',
    { config: { access: 'operator' }, schema: acknowledgeSchema },
    async (request, reply) => {
      const { name } = operators.require(request, 'operator');
      const incident = await acknowledgeIncident(request.params.id, name);
      if (!incident) throw notThere('It is not there, or there is nothing of it left to take on.');
      return reply.send(toIncidentBody(incident));
    },
  );
}

function notThere(message = 'There is no incident of that id.'): RequestProblem {
  return new RequestProblem('not_found', { message });
}

function toIncidentBody(incident: Incident): IncidentBody {
  const { state, subject } = incident;
  const instant = (atMs: number): string => new Date(atMs).toISOString();
  return {
    id: incident.id,
    rule: incident.rule,
    severity: incident.severity,
    state: state.name,
    acknowledged_by: state.name === 'acknowledged' ? state.by : null,
    provider: subject.provider ?? null,
    route: subject.route ?? null,
    error_code: subject.errorCode ?? null,
    opened_at: instant(incident.openedAtMs),
    last_seen_at: instant(incident.lastSeenAtMs),
    resolved_at: state.name === 'resolved' ? instant(state.atMs) : null,
    affected: incident.affected,
    share: incident.share,
    first_request_id: incident.firstRequestId,
    last_request_ids: [...incident.lastRequestIds],
    inhibited_by: incident.inhibitedBy,
    title: incident.title,
    summary: incident.summary,
    runbook: incident.runbook,
  };
}
