// Keeps a number of connections busy: each sends its next request as soon as it has its answer. Runs as a process
// of its own; arguments: port, connections, milliseconds, `json` or `stream`. Sends one `LoadWindow` and ends.
import { connect } from 'node:net';
import { FRAMES_PER_ANSWER } from '../subjects/answers.ts';
import { AnswerReader, frameNumbers, type Answer } from './answer-reader.ts';
import { chatRequest } from './chat-request.ts';

export interface LoadWindow {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
  readonly failures: readonly string[];
}

const [port = 0, connections = 0, windowMs = 0] = process.argv.slice(2, 5).map(Number);
const stream = process.argv[5] === 'stream';
const request = chatRequest(port, { stream });
const latenciesMs: number[] = [];
const failures: string[] = [];
const beganAt = performance.now();
let open = connections;

function judge({ status, body }: Answer): void {
  if (status !== 200) failures.push(`status ${status}: ${body.slice(0, 200)}`);
  else if (stream && frameNumbers(body).length !== FRAMES_PER_ANSWER) {
    failures.push(`${frameNumbers(body).length} frames instead of ${FRAMES_PER_ANSWER}`);
  }
}

function done(): void {
  open -= 1;
  if (open > 0) return;
  const window: LoadWindow = {
    requests: latenciesMs.length,
    elapsedMs: performance.now() - beganAt,
    latenciesMs,
    failures,
  };
  process.send?.(window, () => process.exit(0));
}

for (let count = 0; count < connections; count += 1) {
  const socket = connect(port, '127.0.0.1');
  const reader = new AnswerReader();
  let sentAt = 0;
  const send = (): void => {
    sentAt = performance.now();
    socket.write(request);
  };
  socket.setNoDelay(true);
  socket.on('connect', send);
  socket.on('error', error => failures.push(error.message));
  socket.on('close', done);
  socket.on('data', (bytes: Buffer) => {
    const answer = reader.take(bytes);
    if (!answer) return;
    const now = performance.now();
    latenciesMs.push(now - sentAt);
    judge(answer);
    if (now - beganAt < windowMs) send();
    else socket.end();
  });
}
