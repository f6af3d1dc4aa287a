import type { Random } from '@naru/kernel';
import type { Answer } from '../answers/answer.ts';
import type { Framing } from '../exchange/framing.ts';
import type { Reply } from '../exchange/reply.ts';
import type { Step } from '../exchange/step.ts';
import type { Frame } from '../protocols/frame.ts';
import type { JsonObject } from '../protocols/json.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { RequestFacts } from '../protocols/request-facts.ts';
import type { Form, RawValue } from './forms.ts';

/** The request that a behaviour is about to shape. */
export interface Moment {
  readonly provider: string;
  readonly protocol: Protocol;
  readonly facts: RequestFacts;
  readonly random: Random;
  /** The wall clock, for dates in headers. */
  readonly nowMs: number;
  /** Since this play began. */
  readonly sinceMs: number;
  /** Requests that this play was asked about before this one. */
  readonly askedBefore: number;
}

/**
 * What one behaviour changes, from what is said to how the bytes leave. Each hook takes what there is and
 * gives what is to be; none does anything. They run in the order of the fields here, and within a field in
 * the order of the registry.
 */
export interface Hooks {
  /** Says whether the other behaviours of the play apply to this request; if not, it is answered well. */
  readonly gate?: (moment: Moment) => boolean;
  readonly answer?: (answer: Answer, moment: Moment) => Answer;
  readonly reply?: (reply: Reply, moment: Moment) => Reply;
  readonly document?: (document: JsonObject, moment: Moment) => JsonObject;
  readonly frames?: (frames: readonly Frame[], moment: Moment) => readonly Frame[];
  readonly framing?: (framing: Framing) => Framing;
  readonly steps?: (steps: readonly Step[], moment: Moment) => readonly Step[];
}

/** One way to behave, by name; `Input` is what a test may write as its value. */
export interface Behaviour<Input extends RawValue = RawValue> {
  /** What the caller sees, in one sentence. */
  readonly does: string;
  readonly allowed: string;
  /** Values to show and to try; every one must be allowed. */
  readonly examples: readonly Input[];
  /** For a gate: the play that it lets through when it stands alone. */
  readonly usually?: string;
  /** Gives the hooks for a value, or nothing if the value is not allowed. A gate's memory lives in them. */
  bind(raw: RawValue): Hooks | undefined;
}

interface Definition<Value, Input extends RawValue> {
  readonly does: string;
  readonly form: Form<Value, Input>;
  readonly examples: readonly Input[];
  readonly usually?: string;
  readonly hooks: (value: Value) => Hooks;
}

export function defineBehaviour<Value, Input extends RawValue>(definition: Definition<Value, Input>): Behaviour<Input> {
  const { does, form, examples, usually, hooks } = definition;
  return {
    does,
    allowed: form.allowed,
    examples,
    ...(usually !== undefined && { usually }),
    bind(raw) {
      const value = form.read(raw);
      return value === undefined ? undefined : hooks(value);
    },
  };
}
