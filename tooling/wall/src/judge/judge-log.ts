import {
  CUSTOMER_CANARY,
  FALLBACK_KEY,
  FALLBACK_TEXT,
  PRIMARY_KEY,
  PRIMARY_TEXT,
  PROVIDER_SENTENCES,
} from '../world/words.ts';

const WORDS_OF_AN_ANSWER = 12;

/** Judges what the server wrote to its log: no customer's words, no provider's, no key (V-SEC, T47). */
export function judgeLog(output: string): readonly string[] {
  const forbidden = [
    CUSTOMER_CANARY,
    PRIMARY_TEXT.slice(0, WORDS_OF_AN_ANSWER),
    FALLBACK_TEXT.slice(0, WORDS_OF_AN_ANSWER),
    PRIMARY_KEY,
    FALLBACK_KEY,
    ...PROVIDER_SENTENCES,
  ];
  const leaks = forbidden.filter(words => output.includes(words)).map(words => `in the log: ${words}`);
  const faults = output.split('\n').filter(line => /unhandled|uncaught|adapter fault|TypeError/i.test(line));
  return [...leaks, ...faults.map(line => `a fault of our own: ${line.slice(0, 300)}`)];
}
