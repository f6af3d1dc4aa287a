import type { Environment } from '../config/index.ts';

/** What a command may do to the process that it runs in. */
export interface CommandWorld {
  readonly env: Environment;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Sets the exit code: 0 well, 1 a failure, 2 a bad configuration. */
  readonly exit: (code: number) => void;
  /** Whether what is printed is looked at in a terminal that shows colours. Default no. */
  readonly hasColours?: boolean;
}
