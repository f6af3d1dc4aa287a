/** How long the server waits for a provider, in the words of its configuration file. */
export interface Timeouts {
  readonly connect_sec: number;
  readonly first_token_sec: number;
  readonly json_headers_sec: number;
  readonly idle_sec: number;
  readonly total_sec: number;
  readonly drip_grace_sec: number;
  readonly min_chars_per_sec: number;
}

/** Short, so that a run is; long beside what a healthy simulated provider takes. */
export const SHORT_TIMEOUTS: Timeouts = {
  connect_sec: 1,
  first_token_sec: 0.8,
  json_headers_sec: 0.8,
  idle_sec: 0.7,
  total_sec: 1.5,
  drip_grace_sec: 0.5,
  min_chars_per_sec: 20,
};

/** As in a real deployment, for `--full`: half an hour of silence in all. */
export const FULL_TIMEOUTS: Timeouts = {
  connect_sec: 2,
  first_token_sec: 6,
  json_headers_sec: 6,
  idle_sec: 10,
  total_sec: 30,
  drip_grace_sec: 10,
  min_chars_per_sec: 3,
};

/** What the product waits unless told otherwise: for worlds where nothing is silent. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connect_sec: 2,
  first_token_sec: 6,
  json_headers_sec: 20,
  idle_sec: 20,
  total_sec: 120,
  drip_grace_sec: 10,
  min_chars_per_sec: 1,
};
