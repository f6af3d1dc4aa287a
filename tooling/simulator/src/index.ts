// What tests start
export { startSimulator, type Simulator, type SimulatorSettings } from './simulator.ts';
export { refusedUrl, startBlackHole, type BlackHole } from './server/dead-ends.ts';

// How providers are told to behave
export type { ProviderSettings } from './server/provider.ts';
export type { PlayOptions, PlaySource } from './control/provider-state.ts';
export { behaviours, type BehaviourName, type BehaviourSettings } from './behaviours/registry.ts';
export { playableFaults, type PlayableFault } from './behaviours/faults.ts';
export { PlayError, readPlay, type Play } from './behaviours/play.ts';

// What was received and done
export type { BodyFacts, ConnectionFacts, LogEntry, PlayedFacts } from './control/log-entry.ts';
export { hashOf } from './server/redact-headers.ts';
export type { ExchangeEnd } from './exchange/perform-exchange.ts';
export { encodeMessage } from './protocols/bedrock/event-stream.ts';
export { PROTOCOL_NAMES, type ProtocolName } from './protocols/protocol.ts';
