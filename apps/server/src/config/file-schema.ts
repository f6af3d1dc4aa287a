import { z } from 'zod';
import { eventsSchema } from './events-schema.ts';
import { providerSchema, timeoutsSchema } from './provider-schema.ts';
import { routingSchema } from './routing-schema.ts';
import { switchSchema } from './switch.ts';

const port = (fallback: number, description: string) =>
  z.int().min(0).max(65_535).default(fallback).describe(description);
const host = (description: string) => z.string().min(1).max(255).default('127.0.0.1').describe(description);
const bytes = (fallback: number, description: string) =>
  z.int().min(1_024).max(67_108_864).default(fallback).describe(description);
const perMinute = (fallback: number, description: string) =>
  z.int().min(0).max(1_000_000).default(fallback).describe(description);
const hostName = z
  .string()
  .regex(/^(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?$/i, 'a host name such as shop.example.com, without https://');

const serverSchema = z.strictObject({
  host: host('Address of the public listener; on any other than loopback the gateway wants a key'),
  port: port(8_080, 'Port of the public listener; 0 takes a free one'),
  internal_host: host('Address of the internal listener: console, metrics, documents'),
  internal_port: port(8_081, 'Port of the internal listener; 0 takes a free one'),
  data_dir: z.string().min(1).max(1_000).default('./data').describe('Folder of the databases and keys'),
  log_level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('The least important messages that are logged'),
  trusted_proxies: z
    .int()
    .min(0)
    .max(16)
    .default(0)
    .describe("Reverse proxies in front of us whose word on the caller's address is taken"),
});

const limitsSchema = z.strictObject({
  chat_body_bytes: bytes(262_144, 'Largest body of a chat call'),
  gateway_body_bytes: bytes(8_388_608, 'Largest body of a gateway call'),
  other_body_bytes: bytes(65_536, 'Largest body of any other call'),
  turns_per_minute: z.int().min(1).max(1_000_000).default(60).describe('Turns that one customer may begin in a minute'),
  requests_per_minute: perMinute(600, 'Requests from one address in a minute; 0: no limit'),
  key_requests_per_minute: perMinute(600, 'Gateway requests under one API key in a minute; 0: no limit'),
  sockets: z.int().min(1).max(100_000).default(10_000).describe('WebSockets open at a time'),
  sockets_per_customer: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe('WebSockets of one customer; one more, and the one longest open is closed'),
});

const chatSchema = z.strictObject({
  history_messages: z.int().min(10).max(20).default(20).describe('Earlier messages that the model is given'),
  max_message_chars: z.int().min(1).max(2_000).default(2_000).describe('Longest message of a customer'),
  lease_sec: z
    .number()
    .min(5)
    .max(300)
    .default(30)
    .describe('How long a running answer is held for a process that says nothing'),
  abandoned_after_sec: z
    .number()
    .min(0)
    .max(60)
    .default(1)
    .describe('An answer without a reader for this long gives way to the next message'),
  session_cache_sec: z
    .int()
    .min(0)
    .max(86_400)
    .default(1_800)
    .describe('How long the last messages of a session stay near at hand; 0: never'),
  answer_cache_sec: z
    .int()
    .min(0)
    .max(86_400)
    .default(3_600)
    .describe('How long an answer that is the same for everybody is given again; 0: never'),
  fallback_escalate_threshold: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe('Answers without support in a row from which on a ticket is recommended'),
  extra_attempts: z.int().min(0).max(5).default(3).describe('Attempts of one turn beyond the first of each step'),
  max_wait_sec: z.number().min(1).max(120).default(30).describe('Waiting of one turn before its words begin, in all'),
});

const ticketsSchema = z.strictObject({
  cooldown_sec: z
    .int()
    .min(0)
    .max(3_600)
    .default(30)
    .describe('How long after a ticket the same session or user may open no other; 0: no wait'),
  same_inquiry_sec: z
    .int()
    .min(0)
    .max(86_400)
    .default(600)
    .describe('How long the same inquiry gives the same ticket, from its last time on'),
  last_ticket_sec: z
    .int()
    .min(600)
    .max(2_592_000)
    .default(86_400)
    .describe('How long a session and a user remember their last ticket'),
});

const guardsSchema = z.strictObject({
  cost: z
    .strictObject({
      per_turn: z.number().positive().max(1_000).default(0.05).describe('What one turn may cost, in currency'),
    })
    .prefault({}),
  time: z
    .strictObject({
      first_chunk: z.number().min(1).max(600).default(10).describe('Seconds until the first words'),
      total: z.number().min(1).max(3_600).default(60).describe('Seconds for the whole answer'),
    })
    .prefault({}),
});

const usersSchema = z.strictObject({
  jwks_url: z
    .string()
    .regex(/^https?:\/\/[^\s/@?#]+(?:[/?]\S*)?$/i, 'an http or https URL')
    .optional()
    .describe("Public keys of the shop's tokens"),
  jwt_issuer: z.string().min(1).max(500).optional().describe("The tokens' issuer, checked when set"),
  jwt_audience: z.string().min(1).max(500).optional().describe("The tokens' audience, checked when set"),
});

const pageSchema = z.strictObject({
  link_hosts: z.array(hostName).max(100).default([]).describe('Hosts to which links in answers may lead'),
  origins: z
    .array(
      z
        .string()
        .regex(/^https?:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?$/i, 'an origin such as https://shop.example.com'),
    )
    .max(100)
    .default([])
    .describe('Other pages that may open a WebSocket here, such as https://shop.example.com'),
  demo_sign_in: switchSchema.default(true).describe('Sample customers to sign in as; on loopback only'),
});

/** `naru.config.yaml`. Its shape only: no secret has a place in it, and nothing is converted here. */
export const fileSchema = z.strictObject({
  server: serverSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as USD')
    .default('USD')
    .describe('Of every price and limit of money'),
  providers: z.array(providerSchema).max(100).default([]).describe('In order; default: one, primary, the embedded toy'),
  provider_defaults: z.strictObject({ timeouts: timeoutsSchema.prefault({}) }).prefault({}),
  routing: routingSchema.prefault({}),
  chat: chatSchema.prefault({}),
  guards: guardsSchema.prefault({}),
  tickets: ticketsSchema.prefault({}),
  events: eventsSchema.prefault({}),
  users: usersSchema.prefault({}),
  page: pageSchema.prefault({}),
  knowledge: z
    .strictObject({
      dir: z.string().min(1).max(1_000).default('./knowledge').describe("Folder of the assistant's articles"),
    })
    .prefault({}),
  reports: z
    .strictObject({
      dir: z
        .string()
        .min(1)
        .max(1_000)
        .default('./reports')
        .describe('Folder of the reports that a first start takes where none is stored'),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      keep_days: z
        .number()
        .min(1)
        .max(3_650)
        .default(90)
        .describe('How long attempts and decisions are kept; what is older goes once a day'),
    })
    .prefault({}),
});

export type FileConfig = z.infer<typeof fileSchema>;

/** The file's JSON Schema, for editors and for looking up what a place allows. */
export const fileJsonSchema = z.toJSONSchema(fileSchema, { io: 'input' }) as JsonSchema;

/** As much of JSON Schema as `z.toJSONSchema` makes of the above. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}
