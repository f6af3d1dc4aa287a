/** The input of a tool call, which must be a JSON object; `undefined` for anything else. No text at all is `{}`. */
export function readToolInput(inputText: string): Readonly<Record<string, unknown>> | undefined {
  if (inputText.trim() === '') return {};
  try {
    const input: unknown = JSON.parse(inputText);
    return isObject(input) ? input : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
