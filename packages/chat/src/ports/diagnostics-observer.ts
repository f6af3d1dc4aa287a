/** Hears who looks into conversations and resets them. Called synchronously: must be quick. */
export interface DiagnosticsObserver {
  on(event: DiagnosticsEvent): void;
}

export type DiagnosticsResult = 'ok' | 'missing_session_id' | 'invalid_session_id' | 'not_found';

export type DiagnosticsEvent =
  | { readonly type: 'session-state-read'; readonly result: DiagnosticsResult; readonly hasUnresolved: boolean }
  | {
      readonly type: 'session-reset';
      readonly result: DiagnosticsResult | 'invalid_json';
      readonly hadUnresolved: boolean;
    };
