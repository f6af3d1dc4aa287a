export { aDecision } from './a-decision.ts';
export { aProvider, PROVIDER_TIMEOUTS, type ProviderOverrides } from './a-provider.ts';
export { aRouter, type RouterSetup } from './a-router.ts';
export { recordingObserver, type RecordingObserver } from './recording-observer.ts';
export { routerSettings } from './router-settings.ts';
