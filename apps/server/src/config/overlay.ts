type Settings = Record<string, unknown>;

/** `settings` with `value` at `path`: objects meet key by key, anything else is replaced. Changes nothing. */
export function overlay(settings: Readonly<Settings>, path: readonly string[], value: unknown): Settings {
  const [key, ...rest] = path;
  if (key === undefined) return { ...settings };
  const below = settings[key];
  if (rest.length > 0) {
    // A wrong thing in the way is left there: the file's mistake is not hidden by the environment.
    if (below !== undefined && !isSettings(below)) return { ...settings };
    return { ...settings, [key]: overlay(below ?? {}, rest, value) };
  }
  return { ...settings, [key]: isSettings(below) && isSettings(value) ? { ...below, ...value } : value };
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
