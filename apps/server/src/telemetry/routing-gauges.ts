import type { CandidateSignals, Router, RouterStanding } from '@naru/router';
import { Gauge, type Registry } from 'prom-client';
import type { ClosedLabels } from './closed-labels.ts';

export interface RoutingGaugesDeps {
  readonly registry: Registry;
  readonly router: Pick<Router, 'providers' | 'explain' | 'standing'>;
  readonly labels: ClosedLabels;
  /** Outcomes below which a score says nothing, as configured now. */
  readonly minSample: () => number;
}

const BREAKER_STATES = ['closed', 'cooling', 'open', 'half_open', 'ramping'] as const;

/** How the router stands, looked up when somebody scrapes: nothing of this costs a request anything. */
export function registerRoutingGauges({ registry, router, labels, minSample }: RoutingGaugesDeps): void {
  function gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: (gauge: Gauge<Label>) => void | Promise<void>,
  ): void {
    new Gauge<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset();
        await read(this);
      },
    });
  }
  const ofEach = (read: (alias: string, signals: CandidateSignals) => void): void => {
    for (const { alias } of router.providers) {
      // A provider is a policy of itself, and explaining changes nothing.
      const [report] = router.explain({ policy: alias, mode: 'json' }).candidates;
      if (report) read(alias, report.signals);
    }
  };

  gauge('chat_provider_health_score', 'Effective health score; 1 with too few samples.', ['provider'], own =>
    ofEach((provider, { health }) => {
      const isKnown = health !== undefined && health.samples >= minSample();
      own.set({ provider }, isKnown ? health.score : 1);
    }),
  );
  gauge('chat_provider_health_penalty', 'What failures in a row take off the score.', ['provider'], own =>
    ofEach((provider, { health }) => own.set({ provider }, health?.penalty ?? 0)),
  );
  gauge('chat_provider_breaker_state', 'Which state the circuit is in: 1 for that one.', ['provider', 'state'], own =>
    ofEach((provider, { health }) => {
      for (const state of BREAKER_STATES) own.set({ provider, state }, (health?.state ?? 'closed') === state ? 1 : 0);
    }),
  );

  const ofStanding = (read: (standing: RouterStanding) => void) => async () => read(await router.standing());
  gauge('chat_provider_quality_weight', 'Quality of answers by intent, 0 to 1.', ['provider', 'intent'], own =>
    ofStanding(({ quality }) => {
      for (const { provider, intent, weight } of quality) {
        own.set({ provider: labels.provider(provider), intent: labels.intent(intent) }, weight);
      }
    })(),
  );
  gauge('chat_budget_spent', 'Spent in the hour or day that runs, in units of the currency.', ['budget'], own =>
    ofStanding(({ budgets }) => {
      for (const { name, spentMicros } of budgets) own.set({ budget: name }, spentMicros / 1_000_000);
    })(),
  );
  gauge('chat_budget_remaining', 'Left until the hard ceiling, less what is held.', ['budget'], own =>
    ofStanding(({ budgets }) => {
      for (const { name, hardMicros, spentMicros, reservedMicros } of budgets) {
        if (hardMicros === undefined) continue;
        own.set({ budget: name }, Math.max(0, hardMicros - spentMicros - reservedMicros) / 1_000_000);
      }
    })(),
  );
  gauge('chat_ledger_rows', 'Rows that wait to be written, and those that were given up.', ['state'], own =>
    ofStanding(({ ledger }) => {
      own.set({ state: 'waiting' }, ledger.waiting);
      own.set({ state: 'lost' }, ledger.lost);
    })(),
  );
}
