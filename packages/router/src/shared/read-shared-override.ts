import type { Override, OverrideAct } from '../overrides/override.ts';

/** What another instance, perhaps of another version, has said; `undefined` where it cannot be understood. */
export function readSharedOverride(text: string): Override | 'ended' | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  if (value['ended'] === true) return 'ended';
  const override = value['override'];
  if (!isRecord(override)) return undefined;
  const { id, reason, author, createdAtMs, expiresAtMs } = override;
  const act = readAct(override['act']);
  if (!act || typeof id !== 'string' || typeof reason !== 'string' || typeof author !== 'string') return undefined;
  if (!isInstant(createdAtMs) || !isInstant(expiresAtMs)) return undefined;
  return { id, act, reason, author, createdAtMs, expiresAtMs };
}

function readAct(act: unknown): OverrideAct | undefined {
  if (!isRecord(act)) return undefined;
  const { kind, provider, enabled, share, intent } = act;
  switch (kind) {
    case 'force':
    case 'block':
    case 'drain':
      return typeof provider === 'string' ? { kind, provider } : undefined;
    case 'cost_steering':
      return typeof enabled === 'boolean' ? { kind, enabled } : undefined;
    case 'intent':
      return typeof provider === 'string' && typeof intent === 'string' ? { kind, intent, provider } : undefined;
    case 'canary':
      return {
        kind,
        ...(typeof provider === 'string' && { provider }),
        ...(typeof enabled === 'boolean' && { enabled }),
        ...(typeof share === 'number' && share >= 0 && share <= 1 && { share }),
      };
    default:
      return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
