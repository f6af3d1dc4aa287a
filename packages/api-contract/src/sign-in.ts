import { z } from 'zod';

/**
 * Body of `POST /v1/sign-in`: empty with the shop's token in `Authorization`; in the demo the name of one of
 * `GET /v1/demo-customers`.
 */
export const signInRequestSchema = z.object({ demo_customer: z.string().min(1).max(40).optional() });

/** Answer of `GET /v1/demo-customers`; empty outside the demo. */
export const demoCustomersSchema = z.object({
  customers: z.array(z.object({ id: z.string(), name: z.string(), about: z.string() })),
});

export type DemoCustomersBody = z.infer<typeof demoCustomersSchema>;
