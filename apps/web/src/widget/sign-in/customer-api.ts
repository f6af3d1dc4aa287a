import { demoCustomersSchema, type DemoCustomersBody } from '@naru/api-contract';
import { readJson } from '../../shared/read-json.ts';

export type DemoCustomer = DemoCustomersBody['customers'][number];

export interface CustomerApi {
  /** Whom the page may sign in as; empty outside the demo. */
  demoCustomers(): Promise<readonly DemoCustomer[]>;
  signInAs(customerId: string): Promise<void>;
  signOut(): Promise<void>;
}

/** @throws {TypeError} by each call when the server cannot be reached, {Error} with its body when it refuses */
export function createCustomerApi(fetch: typeof globalThis.fetch): CustomerApi {
  return {
    async demoCustomers() {
      const body = await readJson(fetch, '/v1/demo-customers');
      return body === undefined ? [] : demoCustomersSchema.parse(body).customers;
    },
    async signInAs(customerId) {
      await readJson(fetch, '/v1/sign-in', { method: 'POST', body: JSON.stringify({ demo_customer: customerId }) });
    },
    async signOut() {
      await readJson(fetch, '/v1/sign-out', { method: 'POST', body: '{}' });
    },
  };
}
