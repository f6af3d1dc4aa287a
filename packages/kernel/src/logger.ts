export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where faults are told. Fields hold ids, counts and codes; never a customer's words, a key or a provider's text. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
