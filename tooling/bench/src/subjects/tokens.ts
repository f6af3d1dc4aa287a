/** What the model of `socket-server` says over and over, a token at a time. */
export const SENTENCE_TOKENS: readonly string[] = ['말씀하신 ', '대로 ', '내일 ', '보내 ', '드립니다 [1]. '];
export const TOKENS_PER_ANSWER = 160;
