/** A behaviour's value as it is written: text in a model name, anything of these in a test or a timeline. */
export type RawValue = string | number | boolean;

/** What a value may be. `Input` is its written form, `Value` what the behaviour works with. */
export interface Form<Value, Input extends RawValue> {
  /** For tables and complaints. */
  readonly allowed: string;
  /** Nothing if the value is not allowed. */
  read(raw: RawValue): Value | undefined;
  readonly input?: Input;
}

/** The name alone, as in `stale-socket`. */
export const flag: Form<true, true> = {
  allowed: 'no value',
  read: raw => (raw === true || raw === 'true' ? true : undefined),
};

export function wholeNumber(min: number, max: number, unit = ''): Form<number, number> {
  return {
    allowed: `a whole number${unit && ` of ${unit}`}, ${min} to ${max}`,
    read: raw => {
      const value = toNumber(raw);
      return value !== undefined && Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
    },
  };
}

export function numberWithin(min: number, max: number): Form<number, number> {
  return {
    allowed: `a number from ${min} to ${max}`,
    read: raw => {
      const value = toNumber(raw);
      return value !== undefined && value >= min && value <= max ? value : undefined;
    },
  };
}

export interface TimeRange {
  readonly minMs: number;
  readonly maxMs: number;
}

const MAX_MS = 3_600_000;

/** Milliseconds, or `100-500` for a time drawn anew for each request. */
export const milliseconds: Form<TimeRange, number | `${number}-${number}`> = {
  allowed: `milliseconds up to ${MAX_MS}, or a range such as 100-500`,
  read: raw => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(String(raw)) ?? [];
    if (from === undefined) return undefined;
    const range = { minMs: Number(from), maxMs: Number(to ?? from) };
    return range.minMs <= range.maxMs && range.maxMs <= MAX_MS ? range : undefined;
  },
};

export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Form<Choice, Choice> {
  return {
    allowed: choices.join(', '),
    read: raw => choices.find(choice => choice === String(raw)),
  };
}

export function someText(maxCharacters = 2_000): Form<string, string> {
  return {
    allowed: `a text of up to ${maxCharacters} characters`,
    read: raw => (typeof raw === 'string' && raw.length <= maxCharacters ? raw : undefined),
  };
}

/** The same form, where the bare name means `value`. */
export function orBare<Value, Input extends RawValue>(
  form: Form<Value, Input>,
  value: Value,
): Form<Value, Input | true> {
  return { allowed: `${form.allowed}, or no value`, read: raw => (raw === true ? value : form.read(raw)) };
}

/** Either of two forms, the first that fits. */
export function either<A, AInput extends RawValue, B, BInput extends RawValue>(
  first: Form<A, AInput>,
  second: Form<B, BInput>,
): Form<A | B, AInput | BInput> {
  return { allowed: `${first.allowed}; or ${second.allowed}`, read: raw => first.read(raw) ?? second.read(raw) };
}

/** `first` alone, or `first:second`; what is left out is `usual`. */
export function pair<A, AInput extends string | number, B, BInput extends string | number>(
  first: Form<A, AInput>,
  second: Form<B, BInput>,
  usual: B,
): Form<readonly [A, B], AInput | `${AInput}:${BInput}`> {
  return {
    allowed: `${first.allowed}; then, if wanted, ":" and ${second.allowed}`,
    read: raw => {
      const [left = '', right] = String(raw).split(/:(.*)/s);
      const a = first.read(left);
      const b = right === undefined ? usual : second.read(right);
      return a === undefined || b === undefined ? undefined : [a, b];
    },
  };
}

function toNumber(raw: RawValue): number | undefined {
  if (typeof raw === 'number') return raw;
  return typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined;
}
