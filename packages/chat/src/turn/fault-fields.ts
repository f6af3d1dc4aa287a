import { NaruError, type LogFields } from '@naru/kernel';

/**
 * What may be logged of anything thrown. Only our own errors promise a message without anybody's words; of any
 * other one this tells what it is and where it was thrown.
 */
export function faultFields(error: unknown): LogFields {
  if (error instanceof NaruError) return { error: error.name, code: error.code, reason: error.message };
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split('\n').find(line => /^\s+at /.test(line));
  return { error: error.name, code: codeOf(error), at: frame?.trim() };
}

function codeOf(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}
