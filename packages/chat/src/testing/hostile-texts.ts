/** Texts that break stores which build keys, statements or paths out of what they are given. */
export const HOSTILE_TEXTS: readonly string[] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  `'; DROP TABLE chat_turn; --`,
  '"double" \'single\' `back`',
  'back\\slash \\u0000 \\',
  'nul\u0000inside',
  'nul',
  'line\nbreak\r\n\ttab',
  '한국어 🙂 e\u0301',
  'lone \ud83d surrogate',
  'lone \ude00 surrogate',
  '%_*?[a-z]',
  ' leading and trailing ',
  'u:1:2',
  '',
];
