/** Every word that the page itself says. One language is one object of this shape, so that none can miss a text. */
export interface Texts {
  readonly shop: { readonly name: string; readonly desk: string; readonly title: string };
  readonly status: Readonly<Record<'ready' | 'answering' | 'offline' | 'reconnecting', string>>;
  readonly header: {
    readonly newConversation: string;
    readonly toDark: string;
    readonly toLight: string;
    readonly otherLanguage: string;
    readonly otherLanguageShort: string;
    readonly skipToComposer: string;
  };
  readonly welcome: {
    readonly heading: string;
    readonly body: string;
    readonly questionsLabel: string;
    readonly questions: readonly { readonly topic: string; readonly question: string }[];
    readonly promise: string;
  };
  readonly transcript: {
    readonly label: string;
    readonly you: string;
    readonly desk: string;
    readonly toLatest: string;
    readonly loading: string;
  };
  readonly answer: {
    readonly thinking: string;
    readonly copy: string;
    readonly copied: string;
    readonly copyFailed: string;
    readonly regenerate: string;
    readonly stopped: string;
    readonly interrupted: string;
    readonly guarded: string;
    readonly blocked: string;
    readonly sources: (count: number) => string;
    readonly source: (number: number) => string;
    readonly openSource: (number: number, title: string) => string;
    readonly closeSource: string;
    readonly outsideLink: string;
  };
  readonly composer: {
    readonly label: string;
    readonly placeholder: string;
    readonly placeholderBusy: string;
    readonly send: string;
    readonly stop: string;
    readonly hint: string;
    readonly left: (characters: number) => string;
    readonly tooLong: (characters: number) => string;
    readonly disclaimer: string;
  };
  readonly problem: {
    readonly titles: Readonly<Record<'cost' | 'delay' | 'transient' | 'permanent' | 'truncated' | 'offline', string>>;
    readonly unreachable: string;
    readonly offline: string;
    readonly unreadable: string;
    readonly truncated: string;
    readonly tooLong: string;
    readonly retry: string;
    readonly retryIn: (seconds: number) => string;
    readonly dismiss: string;
    readonly trace: string;
  };
  readonly announce: Readonly<Record<'writing' | 'done' | 'stopped' | 'backOnline', string>>;
  readonly decision: {
    readonly title: string;
    readonly subtitle: string;
    readonly loading: string;
    readonly gone: string;
    readonly failed: string;
    readonly close: string;
    readonly provider: string;
    readonly model: string;
    readonly intent: string;
    readonly highRisk: string;
    readonly cost: string;
    readonly tokens: (input: number, output: number, estimated: boolean) => string;
    readonly failover: string;
    readonly call: (number: number) => string;
    readonly noCalls: string;
    readonly stages: string;
    readonly stage: string;
    readonly note: string;
    readonly chain: string;
    readonly attempts: string;
    readonly outcome: string;
    readonly firstToken: string;
    readonly duration: string;
    readonly dropped: string;
    readonly empty: string;
    readonly stageNames: Readonly<Record<string, string>>;
    readonly stageNotes: Readonly<Record<string, string>>;
    readonly reasons: Readonly<Record<string, string>>;
    readonly outcomes: Readonly<Record<string, string>>;
  };
  readonly crash: { readonly title: string; readonly body: string; readonly reload: string };
}
