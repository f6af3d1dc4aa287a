/** An id for a tool call that came without one, as from some who only resemble Anthropic: its place tells it apart. */
export function callIdAt(index: unknown): string {
  return `call_${typeof index === 'number' ? index : 0}`;
}
