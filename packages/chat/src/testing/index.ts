export { aSession } from './a-session.ts';
export { aTurnClaim, aTurnRecord, aTurnResult } from './a-turn-record.ts';
export { HOSTILE_TEXTS } from './hostile-texts.ts';
export { describeSessionStore } from './session-store.contract.ts';
export { describeTurnStore } from './turn-store.contract.ts';
