export { aSession } from './a-session.ts';
export { aSubmitRequest } from './a-submit-request.ts';
export { aTurnClaim, aTurnRecord, aTurnResult } from './a-turn-record.ts';
export { HOSTILE_TEXTS } from './hostile-texts.ts';
export {
  aFixedAnswer,
  askModelWith,
  aSource,
  scriptedAssistant,
  type ScriptedAssistant,
} from './scripted-assistant.ts';
export { describeSemanticCache, type OpenSemanticCache } from './semantic-cache.contract.ts';
export { describeSessionCache, type OpenSessionCache } from './session-cache.contract.ts';
export { describeSessionStore } from './session-store.contract.ts';
export {
  accepted,
  CHAT_SETTINGS,
  readAll,
  readChunks,
  refusedWith,
  resultOf,
  setUpChat,
  textOf,
  type ChatOverrides,
} from './set-up-chat.ts';
export { describeStreamArchive } from './stream-archive.contract.ts';
export { describeStreamLog } from './stream-log.contract.ts';
export { describeTurnStore } from './turn-store.contract.ts';
