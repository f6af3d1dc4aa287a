import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@naru/kernel';
import { z } from 'zod';

/** What an operator may do: look, act, and set up. Each role holds the ones before it. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

const storedTokenSchema = z.object({
  name: z.string(),
  role: z.enum(OPERATOR_ROLES),
  /** SHA-256 of the token, hex. The token itself is kept nowhere. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.string(),
});
const fileSchema = z.object({ tokens: z.array(storedTokenSchema).max(1_000) });

export type StoredToken = z.infer<typeof storedTokenSchema>;

export const OPERATOR_TOKEN_FILE = 'operator-tokens.json';
const TOKEN_BYTES = 24;

/** The hashes of operators' tokens, in one file of the data directory that only we can read. */
export class OperatorTokenFile {
  readonly path: string;
  readonly #dataDir: string;
  #tokens: readonly StoredToken[] = [];
  #readAt = '';

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.path = join(dataDir, OPERATOR_TOKEN_FILE);
  }

  /** As the file stands now; read again only when it has changed. */
  tokens(): readonly StoredToken[] {
    const version = existsSync(this.path) ? String(statSync(this.path, { bigint: true }).mtimeNs) : '';
    if (version !== this.#readAt) {
      this.#tokens = version === '' ? [] : read(this.path);
      this.#readAt = version;
    }
    return this.#tokens;
  }

  /** Makes a token and stores its hash. The token is given back once, to be shown once. */
  add(name: string, role: OperatorRole, createdAtMs: number): string {
    const token = `naru_op_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    const stored = { name, role, hash: sha256Hex(token), createdAt: new Date(createdAtMs).toISOString() };
    const others = this.tokens().filter(other => other.name !== name);
    mkdirSync(this.#dataDir, { recursive: true });
    // Written beside and renamed: a reader sees the old file or the new one, never half of one.
    const draft = `${this.path}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify({ tokens: [...others, stored] }, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.path);
    return token;
  }
}

function read(path: string): readonly StoredToken[] {
  const parsed = fileSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not a list of operator tokens; restore or delete it.`);
  return parsed.data.tokens;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
