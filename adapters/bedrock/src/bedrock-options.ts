import type { Clock } from '@naru/kernel';

/** What a model on Bedrock is made of. */
export interface BedrockModelOptions {
  /** The provider's alias, for errors. */
  readonly id: string;
  /** A model's id, an inference profile or an ARN. */
  readonly model: string;
  /** Such as `ap-northeast-2`. Missing: as the SDK finds it, in its environment or configuration file. */
  readonly region?: string | undefined;
  /** Missing: the public endpoint of the region. */
  readonly endpoint?: string | undefined;
  /** Missing, and without `apiKey`: by the SDK's default chain, at each call. */
  readonly credentials?: AwsCredentials | undefined;
  /** A Bedrock API key, sent as a bearer token instead of a signature. */
  readonly apiKey?: string | undefined;
  /** Whether the prompt's cache points are passed on. Default: by what is known of the model. */
  readonly cachePoints?: boolean | undefined;
  /** Socket asked for to connection (and TLS) ready. Default 2,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Connections at the same time; more calls wait. Default 512. */
  readonly maxSockets?: number | undefined;
  readonly clock: Clock;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
