/** What an operator wants for a while. `none` instead of a provider shadows what the settings say. */
export type OverrideAct =
  /** That provider first. */
  | { readonly kind: 'force'; readonly provider: string }
  /** Not that provider. */
  | { readonly kind: 'block'; readonly provider: string }
  /** That provider only for the conversations that it has. */
  | { readonly kind: 'drain'; readonly provider: string }
  /** What is missing stays as the settings say. */
  | { readonly kind: 'canary'; readonly provider?: string; readonly enabled?: boolean; readonly share?: number }
  | { readonly kind: 'cost_steering'; readonly enabled: boolean }
  /** That provider first for that intent. */
  | { readonly kind: 'intent'; readonly intent: string; readonly provider: string };

export type OverrideKind = OverrideAct['kind'];

export interface Override {
  readonly id: string;
  readonly act: OverrideAct;
  readonly reason: string;
  /** The name of the operator's token, or of whatever acted. */
  readonly author: string;
  /** Wall clock. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** The part of an override that decides. */
export type ActiveOverride = Pick<Override, 'id' | 'act'>;

/** Instead of a provider's name. */
export const NONE = 'none';

/** Where only one can hold: a new override takes the place of the one in the same slot. */
export function slotOf(act: OverrideAct): string {
  switch (act.kind) {
    case 'force':
    case 'canary':
    case 'cost_steering':
      return act.kind;
    case 'block':
    case 'drain':
      return `${act.kind} ${act.provider}`;
    case 'intent':
      return `intent ${act.intent.toUpperCase()}`;
  }
}
