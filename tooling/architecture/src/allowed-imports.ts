/**
 * Who may import whom: the import table of `docs/ARCHITECTURE.md`. A workspace that is not named here may
 * import nothing of Naru, so that a new one has to be entered on purpose.
 */
export interface ImportRule {
  /** Names of Naru's workspaces, with a face where only that one is open: `chat/assistant`. */
  readonly naru: readonly string[];
  /** Vendor modules that shipped code may use; `any` where the table leaves the choice to the workspace. */
  readonly vendors: readonly string[] | 'any';
}

const GROUND = ['kernel', 'language-model'];
const VERTICAL: ImportRule = { naru: [...GROUND, 'chat/assistant'], vendors: ['zod'] };
const PORTS = ['router', 'chat', 'events', 'support', 'booking', 'reports', 'autoreply'];
const ADAPTER: ImportRule = { naru: [...GROUND, ...PORTS], vendors: 'any' };

export const ALLOWED_IMPORTS: ReadonlyMap<string, ImportRule> = new Map<string, ImportRule>([
  ['kernel', { naru: [], vendors: ['node:crypto', 'node:perf_hooks', 'node:timers/promises'] }],
  ['language-model', { naru: ['kernel'], vendors: ['zod'] }],

  ['router', { naru: GROUND, vendors: ['zod'] }],
  ['chat', { naru: GROUND, vendors: ['zod'] }],
  ['events', { naru: GROUND, vendors: ['zod'] }],

  ['support', VERTICAL],
  ['booking', VERTICAL],
  ['reports', VERTICAL],
  ['autoreply', VERTICAL],

  ['api-contract', { naru: [], vendors: ['zod'] }],

  ['llm', { naru: GROUND, vendors: 'any' }],
  ['sql', ADAPTER],
  ['files', ADAPTER],
  ['bedrock', ADAPTER],
  ['ai-sdk', ADAPTER],
  ['redis', ADAPTER],
  ['sqlite-events', ADAPTER],
  ['mongodb', ADAPTER],
  ['kafka', ADAPTER],
  ['webhook', ADAPTER],

  [
    'server',
    {
      naru: [
        ...GROUND,
        ...PORTS,
        'api-contract',
        'llm',
        'sql',
        'files',
        'bedrock',
        'ai-sdk',
        'redis',
        'sqlite-events',
        'mongodb',
        'kafka',
        'webhook',
      ],
      vendors: 'any',
    },
  ],
  ['web', { naru: ['api-contract'], vendors: 'any' }],

  // The second witness of the wire formats: it must not know how our adapters read them.
  ['simulator', { naru: ['kernel'], vendors: 'any' }],
]);
