import { sha256Hex } from '@naru/kernel';
import type { OperatorAccess } from './config.ts';
import { isLoopback } from './loopback.ts';
import type { ConfigMistake } from './mistake.ts';
import { textOf, type Environment } from './read-environment.ts';

const WHERE = 'NARU_OPERATOR_TOKEN';
const MIN_GOOD_TOKEN_CHARS = 16;

/** Who may use the internal listener (V-NET-1). */
export function readOperatorAccess(
  env: Environment,
  internalHost: string,
): {
  readonly access: OperatorAccess;
  readonly mistakes: readonly ConfigMistake[];
  readonly warnings: readonly string[];
} {
  const text = textOf(env, WHERE);
  if (text === undefined) return { access: { kind: 'stored-tokens' }, mistakes: [], warnings: [] };
  if (text.toLowerCase() === 'off') {
    if (isLoopback(internalHost)) return { access: { kind: 'off' }, mistakes: [], warnings: [] };
    const allowed = `a token, since ${internalHost} can be reached from other machines`;
    const mistake: ConfigMistake = { where: WHERE, source: 'environment', found: 'off', allowed };
    return { access: { kind: 'stored-tokens' }, mistakes: [mistake], warnings: [] };
  }
  if (!/^[\x21-\x7e]+$/.test(text)) {
    const form = { found: 'white space or letters beyond ASCII', allowed: 'printable ASCII without spaces, or off' };
    const mistake: ConfigMistake = { where: WHERE, source: 'environment', ...form };
    return { access: { kind: 'stored-tokens' }, mistakes: [mistake], warnings: [] };
  }
  const warnings =
    text.length < MIN_GOOD_TOKEN_CHARS
      ? [`${WHERE} is shorter than ${MIN_GOOD_TOKEN_CHARS} characters and could be guessed.`]
      : [];
  return { access: { kind: 'token', hash: sha256Hex(text) }, mistakes: [], warnings };
}
