import type { Hooks, Moment } from './behaviour.ts';
import type { RawValue } from './forms.ts';
import { behaviourNamed, behaviourNames, type BehaviourSettings } from './registry.ts';

/** A set of behaviours to be played together. Gates remember, so a play belongs to one provider. */
export interface Play {
  /** As it would be written in a model name; empty for an answer without faults. */
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** The behaviours that shape this request, in the order of the registry; none if a gate holds them back. */
  activeFor(moment: Moment): readonly ActiveBehaviour[];
}

export interface ActiveBehaviour {
  readonly name: string;
  readonly hooks: Hooks;
}

/** A play that cannot be read: every mistake in it, with what is allowed. */
export class PlayError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'PlayError';
    this.mistakes = mistakes;
  }
}

const MAX_BEHAVIOURS = 30;
const MAX_TEXT_CHARACTERS = 200_000;

/**
 * Reads a play from text such as `status=503,retry-after=2` (values percent-encoded where they hold a comma)
 * or from an object of settings. `well`, an empty text and an empty object mean: answer well.
 *
 * @throws {PlayError} naming every mistake at once
 */
export function readPlay(source: string | BehaviourSettings | Readonly<Record<string, RawValue>>): Play {
  const settings = typeof source === 'string' ? parseText(source) : Object.entries(source);
  const mistakes: string[] = [];
  const bound: BoundBehaviour[] = [];
  for (const [name, raw] of settings) {
    const behaviour = behaviourNamed(name);
    const hooks = raw === undefined ? undefined : behaviour?.bind(raw);
    if (!behaviour) mistakes.push(`unknown behaviour "${name}"; allowed: ${behaviourNames.join(', ')}`);
    else if (!hooks) mistakes.push(`${name}: found ${JSON.stringify(raw)}; allowed: ${behaviour.allowed}`);
    else if (bound.some(other => other.name === name)) mistakes.push(`${name}: given twice`);
    else
      bound.push({
        name,
        hooks,
        usually: behaviour.usually,
        text: raw === true ? name : `${name}=${encode(String(raw))}`,
      });
  }
  if (settings.length > MAX_BEHAVIOURS)
    mistakes.push(`found ${settings.length} behaviours; allowed: up to ${MAX_BEHAVIOURS}`);
  if (mistakes.length > 0) throw new PlayError(mistakes);
  return playOf(inRegistryOrder(bound));
}

interface BoundBehaviour extends ActiveBehaviour {
  readonly usually: string | undefined;
  readonly text: string;
}

function playOf(bound: readonly BoundBehaviour[]): Play {
  const gates = bound.filter(({ hooks }) => hooks.gate);
  const shaping = bound.filter(({ hooks }) => !hooks.gate);
  const usually = shaping.length === 0 && gates[0]?.usually ? readPlay(gates[0].usually) : undefined;
  return {
    text: bound.map(({ text }) => text).join(','),
    names: new Set(bound.map(({ name }) => name)),
    activeFor(moment) {
      // Every gate is asked, so that each one's count stays right.
      const isOpen = gates.map(({ hooks }) => hooks.gate?.(moment)).every(Boolean);
      if (!isOpen) return [];
      return usually ? [...gates, ...usually.activeFor(moment)] : bound;
    },
  };
}

/** Puts active behaviours of several plays into the one order in which they work. */
export function inRegistryOrder<Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => behaviourNames.indexOf(a.name) - behaviourNames.indexOf(b.name));
}

function parseText(text: string): readonly (readonly [string, RawValue])[] {
  if (text.length > MAX_TEXT_CHARACTERS) {
    throw new PlayError([`found ${text.length} characters; allowed: up to ${MAX_TEXT_CHARACTERS}`]);
  }
  const parts = text.split(',').map(part => part.trim());
  if (parts.length === 1 && (parts[0] === '' || parts[0] === 'well')) return [];
  return parts.map(part => {
    const at = part.indexOf('=');
    return at < 0 ? [part, true] : [part.slice(0, at), decode(part.slice(at + 1))];
  });
}

/** Encodes what would be read otherwise: a comma ends a value, and white space at its end is trimmed. */
function encode(value: string): string {
  return value.replace(/[,%]|\s+$/g, character => encodeURIComponent(character));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new PlayError([`found "${value}"; allowed: percent-encoded UTF-8`]);
  }
}
