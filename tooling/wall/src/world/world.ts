import { startSimulator, type LogEntry, type PlaySource, type ProtocolName, type Simulator } from '@naru/simulator';
import { startServer, type ServerProcess } from './server-process.ts';
import type { Timeouts } from './timeouts.ts';
import { configOf, type WorldConfig } from './world-config.ts';
import { CUSTOMER_CANARY, FALLBACK_KEY, FALLBACK_TEXT, PRIMARY_KEY, PRIMARY_TEXT, PROVIDER_CANARY } from './words.ts';

export interface WorldSettings {
  readonly primary: ProtocolName;
  readonly fallback: ProtocolName;
  readonly timeouts?: Timeouts;
  /** 0, the default, switches cooling off: each row finds the primary in its place. */
  readonly cooldownSec?: number;
  /** Over the usual configuration; `addressOf` gives a simulated provider's address, model included. */
  readonly more?: (addressOf: (provider: string) => string) => WorldConfig;
  /** More simulated providers, by name. */
  readonly others?: Readonly<Record<string, ProtocolName>>;
}

/** A question of its own, by which the providers' log can be read. */
export interface Question {
  readonly text: string;
  readonly mark: string;
}

/** A server with its providers behind it: `primary` is broken, `fallback_1` answers. */
export class World implements AsyncDisposable {
  readonly settings: WorldSettings;
  readonly simulator: Simulator;
  readonly server: ServerProcess;
  #lastQuestion = 0;
  #generation = 0;

  private constructor(settings: WorldSettings, simulator: Simulator, server: ServerProcess) {
    this.settings = settings;
    this.simulator = simulator;
    this.server = server;
  }

  static async start(settings: WorldSettings): Promise<World> {
    const always = { message: PROVIDER_CANARY };
    const simulator = await startSimulator({
      providers: {
        primary: { protocol: settings.primary, apiKey: PRIMARY_KEY, always: { ...always, text: PRIMARY_TEXT } },
        fallback: { protocol: settings.fallback, apiKey: FALLBACK_KEY, always: { ...always, text: FALLBACK_TEXT } },
        ...settings.others,
      },
      seed: 7,
    });
    try {
      const keys = { WALL_KEY_PRIMARY: PRIMARY_KEY, WALL_KEY_FALLBACK: FALLBACK_KEY };
      return new World(settings, simulator, await startServer(configOf(settings, simulator, 0), keys));
    } catch (error) {
      await simulator.close();
      throw error;
    }
  }

  get url(): string {
    return this.server.url;
  }

  /**
   * Lets providers answer well again, as providers that nothing is known of: what the server learnt of the health
   * of the last ones is not to be judged with the next row.
   */
  async renew(change: (config: WorldConfig) => WorldConfig = config => config): Promise<void> {
    this.simulator.reset();
    this.#generation += 1;
    await this.server.reconfigure(change(configOf(this.settings, this.simulator, this.#generation)));
  }

  question(): Question {
    this.#lastQuestion += 1;
    const mark = `문의 ${String(this.#lastQuestion).padStart(5, '0')}번`;
    return { text: `${CUSTOMER_CANARY}? (${mark})`, mark };
  }

  /** What providers were asked for one question, in order. */
  asked({ mark }: Pick<Question, 'mark'>, provider?: string): readonly LogEntry[] {
    return this.simulator
      .log(provider)
      .filter(({ body }) => 'lastUserText' in body && body.lastUserText.includes(mark));
  }

  play(behaviour: PlaySource, provider = 'primary'): void {
    this.simulator.play(provider, behaviour);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.simulator.close();
  }
}
