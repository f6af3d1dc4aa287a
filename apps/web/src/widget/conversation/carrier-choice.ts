/** The ways by which a page can ask and read. */
export type CarrierName = 'socket' | 'sse';

/** Until when each is held to be blocked (`performance.now()`); what is not here works as far as is known. */
export type CarrierChoice = Readonly<Partial<Record<CarrierName, number>>>;

/** After this a way that did not work is tried first again: networks change. */
const BLOCKED_MS = 5 * 60_000;

/** The way to try first: the WebSocket, unless it is held to be blocked and the other is not. */
export function chosenCarrier(choice: CarrierChoice, nowMs: number): CarrierName {
  const isBlocked = (name: CarrierName): boolean => (choice[name] ?? Number.NEGATIVE_INFINITY) > nowMs;
  return isBlocked('socket') && !isBlocked('sse') ? 'sse' : 'socket';
}

export function otherCarrier(name: CarrierName): CarrierName {
  return name === 'socket' ? 'sse' : 'socket';
}

/** What is known once the one failed and the other answered. */
export function blocked(name: CarrierName, nowMs: number): CarrierChoice {
  return { [name]: nowMs + BLOCKED_MS };
}
