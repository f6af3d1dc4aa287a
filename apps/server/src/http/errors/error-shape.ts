/** In which of three forms a route tells of an error: chat's own object, OpenAI's, or the internal one. */
export type ErrorShape = 'chat' | 'openai' | 'internal';

const OPENAI_PATH = /^\/v1\/(?:chat\/completions|models)(?:[/?]|$)/;
const CHAT_PATH =
  /^\/(?:v1\/|api\/)?chat(?:[/?]|$)|^\/v1\/(?:page|sign-in|sign-out|demo-customers|ws-ticket|reports)(?:[/?]|$)|^\/ws(?:[/?]|$)/;

/** These answer like their internal twins, whoever asks. */
const TWIN_PATH = /^\/(?:v1\/)?chat\/session\/(?:state|reset)(?:[/?]|$)/;

/** The shape for a path, known or not, so that a mistyped route answers as its neighbours do. */
export function errorShapeOf(url: string): ErrorShape {
  if (OPENAI_PATH.test(url)) return 'openai';
  if (TWIN_PATH.test(url)) return 'internal';
  return CHAT_PATH.test(url) ? 'chat' : 'internal';
}
