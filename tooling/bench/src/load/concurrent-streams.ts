// Opens a number of streams at once and reads each to its end. Runs as a process of its own; arguments: port,
// streams. Sends one `StreamsWindow` and ends.
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

const [port = 0, streams = 0] = process.argv.slice(2, 4).map(Number);
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

for (let count = 0; count < streams; count += 1) {
  const socket = connect(port, '127.0.0.1');
  const reader = new AnswerReader();
  let sentAt = 0;
  let sawToken = false;
  socket.setNoDelay(true);
  socket.on('connect', () => {
    sentAt = performance.now();
    socket.write(request);
  });
  socket.on('error', error => failures.push(error.message));
  socket.on('close', done);
  socket.on('data', (bytes: Buffer) => {
    if (!sawToken && bytes.includes('tok0 ')) {
      sawToken = true;
      firstTokensMs.push(performance.now() - sentAt);
    }
    const answer = reader.take(bytes);
    if (!answer) return;
    if (answer.status !== 200) failures.push(`status ${answer.status}`);
    const numbers = frameNumbers(answer.body);
    frames += numbers.length;
    lost += FRAMES_PER_ANSWER - new Set(numbers).size;
    doubledOrSwapped += numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? -1)).length;
    socket.end();
  });
}
