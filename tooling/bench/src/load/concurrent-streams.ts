// Keeps a number of streams open, begun one after the other, each asking again when its answer is over. Runs as a
// process of its own; arguments: port, streams, answers each. Sends one `StreamsWindow` and ends.
import { connect } from 'node:net';
import { FRAMES_PER_ANSWER } from '../subjects/answers.ts';
import { AnswerReader, frameNumbers } from './answer-reader.ts';
import { chatRequest } from './chat-request.ts';

export interface StreamsWindow {
  readonly frames: number;
  readonly lost: number;
  readonly doubledOrSwapped: number;
  readonly firstTokensMs: readonly number[];
  readonly failures: readonly string[];
}

const [port = 0, streams = 0, answersEach = 1] = process.argv.slice(2, 5).map(Number);
/** Everybody at once would measure a stampede. */
const BEGIN_WITHIN_MS = 2_000;
const request = chatRequest(port, { stream: true });
const firstTokensMs: number[] = [];
const failures: string[] = [];
let open = streams;
let frames = 0;
let lost = 0;
let doubledOrSwapped = 0;

function done(): void {
  open -= 1;
  if (open > 0) return;
  const window: StreamsWindow = { frames, lost, doubledOrSwapped, firstTokensMs, failures };
  process.send?.(window, () => process.exit(0));
}

function openStream(): void {
  const socket = connect(port, '127.0.0.1');
  const reader = new AnswerReader();
  let answers = 0;
  let sentAt = 0;
  let sawToken = false;
  const ask = (): void => {
    sentAt = performance.now();
    sawToken = false;
    socket.write(request);
  };
  socket.setNoDelay(true);
  socket.on('connect', ask);
  socket.on('error', error => failures.push(error.message));
  socket.on('close', done);
  socket.on('data', (bytes: Buffer) => {
    if (!sawToken && bytes.includes('tok0 ')) {
      sawToken = true;
      // The first round is still filling up.
      if (answers > 0) firstTokensMs.push(performance.now() - sentAt);
    }
    const answer = reader.take(bytes);
    if (!answer) return;
    if (answer.status !== 200) failures.push(`status ${answer.status}`);
    const numbers = frameNumbers(answer.body);
    frames += numbers.length;
    lost += FRAMES_PER_ANSWER - new Set(numbers).size;
    doubledOrSwapped += numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? -1)).length;
    answers += 1;
    if (answers < answersEach) ask();
    else socket.end();
  });
}

for (let count = 0; count < streams; count += 1) setTimeout(openStream, (count * BEGIN_WITHIN_MS) / streams);
