import { messageOf } from '@naru/kernel';
import { loadConfig } from '../../config/index.ts';
import { EXIT_BAD_CONFIG, EXIT_FAILED, EXIT_OK } from '../../exit-codes.ts';
import { lockHolderOf } from '../../instance-lock/instance-lock.ts';
import { readFileText } from '../../read-file-text.ts';
import type { CommandWorld } from '../command-world.ts';

/** What is said to the running server; the answer's body, or what went wrong for a person to read. */
export type OperatorCall = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

/** Fetches a text of the running server, such as a report. */
export type OperatorTextCall = (path: string) => Promise<string>;

export interface OperatorOptions {
  readonly url?: string;
  readonly json?: boolean;
}

const PATIENCE_MS = 10_000;
const ANY_ADDRESS: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
]);

/** A failure that a person is told in one sentence, without a stack. */
export class OperatorCallError extends Error {}

/**
 * Runs a command that talks to the internal listener of the running server, and prints what it makes of the answer:
 * for a person, or as JSON.
 */
export async function withServer<Answer>(
  world: CommandWorld,
  { url, json = false }: OperatorOptions,
  ask: (call: OperatorCall, readText: OperatorTextCall) => Promise<Answer>,
  show: (answer: Answer) => string,
): Promise<void> {
  const address = url ?? addressOf(world);
  if (address === undefined) return world.exit(EXIT_BAD_CONFIG);
  try {
    const { call, readText } = callsTo(address, world);
    const answer = await ask(call, readText);
    world.print(json ? JSON.stringify(answer, undefined, 2) : show(answer));
    world.exit(EXIT_OK);
  } catch (error) {
    if (!(error instanceof OperatorCallError)) throw error;
    world.complain(error.message);
    world.exit(EXIT_FAILED);
  }
}

/** Where the server of this configuration listens for operators. */
function addressOf({ env, complain }: CommandWorld): string | undefined {
  const outcome = loadConfig({ env, readFile: readFileText });
  if (outcome.kind === 'invalid') {
    complain(
      'The configuration has mistakes, so that the server cannot be found by it: see naru config, or give --url.',
    );
    return undefined;
  }
  const { internalHost, internalPort, dataDir } = outcome.config.server;
  const running = lockHolderOf(dataDir)?.internalUrl;
  if (running !== undefined) return running;
  if (internalPort === 0) {
    complain(
      `No server runs over ${dataDir}, and its internal port is a free one (0). Start it with: naru start; name another with: --url`,
    );
    return undefined;
  }
  const host = ANY_ADDRESS.get(internalHost) ?? (internalHost.includes(':') ? `[${internalHost}]` : internalHost);
  return `http://${host}:${internalPort}`;
}

function callsTo(
  address: string,
  { env }: CommandWorld,
): { readonly call: OperatorCall; readonly readText: OperatorTextCall } {
  const token = env['NARU_OPERATOR_TOKEN']?.trim();
  const authorization = token && token.toLowerCase() !== 'off' ? { authorization: `Bearer ${token}` } : {};
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    if (!URL.canParse(path, address)) throw new OperatorCallError('--url must be one such as http://127.0.0.1:8081.');
    const response = await fetch(new URL(path, address), {
      method,
      headers: { ...authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new OperatorCallError(
        `No server answers at ${address} (${causeOf(error)}). Is it running, and is that its internal address? Start it with: naru start; name another with: --url`,
      );
    });
    if (response.ok) return response;
    const answer = await readJson(response);
    throw new OperatorCallError(
      `${messageIn(answer) ?? `The server answered ${response.status}.`}${advice(response.status)}`,
    );
  };
  return {
    call: async (method, path, body) => readJson(await send(method, path, body)),
    readText: async path => (await send('GET', path)).text(),
  };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new OperatorCallError(`What answers there is not Naru's internal listener (status ${response.status}).`);
  }
}

function messageIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined;
  const { error } = answer;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return String(error.message);
}

function advice(status: number): string {
  if (status === 401) return '\nPut the token into NARU_OPERATOR_TOKEN.';
  if (status === 403) return '\nMake a token of that role with: naru token new --name <name> --role operator';
  return '';
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return messageOf(error);
}
