/** What models on Bedrock differ in, as far as a request must know. */
export interface ModelTraits {
  /** Whether a cache point does anything; a model without caching refuses it. */
  readonly cachePoints: boolean;
  /** Whether the model refuses `temperature` and `topP` together, as Claude does since 4.1. */
  readonly oneSamplingSetting: boolean;
}

const CLAUDE = /anthropic\.claude-(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2})(?!\d))?/;

/** Reads them from the model's id or inference profile, such as `global.anthropic.claude-haiku-4-5-20251001-v1:0`. */
export function modelTraits(model: string): ModelTraits {
  const [, major = '0', minor = '0'] = CLAUDE.exec(model) ?? [];
  const version = Number(major) + Number(minor) / 100;
  return { cachePoints: version >= 4, oneSamplingSetting: version >= 4.01 };
}
