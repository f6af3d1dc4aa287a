/** The Korean sentence in a refusal of the ticket service; `undefined` where there is none that may be shown. */
export function refusalText(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof TypeError) return undefined;
  try {
    const message = JSON.parse(error.message)?.error?.message;
    return typeof message === 'string' && message.length <= 300 ? message : undefined;
  } catch {
    return undefined;
  }
}
