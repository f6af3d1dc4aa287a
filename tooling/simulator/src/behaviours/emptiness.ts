import { withUsage } from '../answers/write-answer.ts';
import type { Frame } from '../protocols/frame.ts';
import type { JsonObject } from '../protocols/json.ts';
import { defineBehaviour } from './behaviour.ts';
import { oneOf } from './forms.ts';

export const empty = defineBehaviour({
  does:
    'Status 200 and nothing said: a finished answer without content, white space only, the role only, usage only, ' +
    'the terminator only, or no byte of a body.',
  form: oneOf('no-content', 'whitespace', 'role-only', 'usage-only', 'end-only', 'nothing'),
  examples: ['no-content', 'whitespace', 'role-only', 'usage-only', 'end-only', 'nothing'],
  hooks: way => ({
    answer: (answer, { facts }) => {
      const pieces = way === 'whitespace' ? [' ', '\n'] : [];
      const said = withUsage({ ...answer, pieces, toolCalls: [], thinking: [], citations: [], finish: 'stop' }, facts);
      // A frame of usage alone is there only where usage has a frame of its own.
      return way === 'usage-only' && said.usage ? { ...said, usage: { ...said.usage, place: 'separate' } } : said;
    },
    document: document => (way === 'usage-only' || way === 'end-only' ? withoutAnswer(document) : document),
    frames: frames => {
      switch (way) {
        case 'no-content':
        case 'whitespace':
          return frames;
        case 'role-only':
          return only(frames, 'role', 'end');
        case 'usage-only':
          return only(frames, 'usage', 'end');
        case 'end-only':
          return only(frames, 'end');
        case 'nothing':
          return [];
      }
    },
    reply: (reply, { facts }) =>
      way === 'nothing' && !facts.stream
        ? { ...reply, body: { kind: 'bytes', bytes: Buffer.alloc(0), contentType: 'application/json' } }
        : reply,
  }),
});

function only(frames: readonly Frame[], ...kinds: readonly Frame['kind'][]): readonly Frame[] {
  return frames.filter(({ kind }) => kinds.includes(kind));
}

/** Empties the place where the protocol keeps its answer: a list of choices or blocks, or a text. */
function withoutAnswer(document: JsonObject): JsonObject {
  if ('choices' in document) return { ...document, choices: [] };
  if ('output' in document) return { ...document, output: { message: { role: 'assistant', content: [] } } };
  if ('content' in document) return { ...document, content: [] };
  return { ...document, answer: '' };
}
