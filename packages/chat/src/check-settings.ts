import type { ChatEngineDeps } from './engine.ts';

/** @throws {RangeError} naming what is wrong, what was found and what is allowed */
export function checkSettings({ assistants, settings }: ChatEngineDeps): void {
  const names = assistants.map(({ name }) => name);
  if (names.length === 0) throw new RangeError('assistants must hold at least one assistant, got none');
  if (new Set(names).size < names.length) throw new RangeError(`assistants must have names of their own, got ${names}`);

  const { historyMessages, budget, ...limits } = settings;
  if (!Number.isSafeInteger(historyMessages) || historyMessages < 10 || historyMessages > 20) {
    throw new RangeError(`historyMessages must be a whole number from 10 to 20, got ${historyMessages}`);
  }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`${name} must be more than 0, got ${value}`);
  }
  for (const [name, value] of Object.entries(budget)) {
    if (!(value >= 0)) throw new RangeError(`budget.${name} must be 0 or more, got ${value}`);
  }
}
