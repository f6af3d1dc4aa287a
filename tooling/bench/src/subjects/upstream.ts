// A provider that costs as little as can be: no HTTP library, answers prepared before. Modes: `instant` answers at
// once, JSON or 100 frames by the request's `stream`; `turn` streams a customer's short answer at once; `paced` streams
// a frame every `paceMs`; `broken` answers 503.
import { createServer, type Socket } from 'node:net';
import {
  contentFrame,
  DONE_FRAME,
  FINISH_FRAME,
  FRAMES_PER_ANSWER,
  JSON_ANSWER,
  ROLE_FRAME,
  TURN_ANSWER,
  USAGE_FRAME,
  wordFrame,
} from './answers.ts';

const [mode = 'instant', paceText = '20'] = process.argv.slice(2);
const paceMs = Number(paceText);

const STREAM_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const frames = [
  ROLE_FRAME,
  ...Array.from({ length: FRAMES_PER_ANSWER }, (_, index) => contentFrame(index)),
  FINISH_FRAME,
];
const tail = [USAGE_FRAME, DONE_FRAME];
const turnFrames = [ROLE_FRAME, ...TURN_ANSWER.map(wordFrame), FINISH_FRAME];
const wholeStream = streamOf([...(mode === 'turn' ? turnFrames : frames), ...tail]);
const wholeJson = answer('200 OK', JSON_ANSWER);
const refusal = answer('503 Service Unavailable', '{"error":{"message":"down","type":"server_error"}}');

function answer(status: string, body: string): Buffer {
  return Buffer.from(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function streamOf(all: readonly string[]): Buffer {
  return Buffer.from(`${STREAM_HEAD}${all.map(chunked).join('')}0\r\n\r\n`);
}

function chunked(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/**
 * Paced streams, spread over the milliseconds of one pace: a timer each would cost more than the proxies under test,
 * and all in the same millisecond would be a burst that no real crowd makes.
 */
const slots = Array.from({ length: paceMs }, () => new Map<Socket, number>());
let turn = 0;
if (mode === 'paced') {
  setInterval(() => {
    turn = (turn + 1) % slots.length;
    const slot = slots[turn] ?? new Map();
    for (const [socket, next] of slot) {
      if (next < frames.length) {
        socket.write(chunked(frames[next] ?? ''));
        slot.set(socket, next + 1);
      } else {
        socket.write(`${tail.map(chunked).join('')}0\r\n\r\n`);
        slot.delete(socket);
      }
    }
  }, 1);
}

/** The first word leaves at once, so that its time shows the proxy and not the pace. */
function beginPaced(socket: Socket): void {
  socket.write(`${STREAM_HEAD}${frames.slice(0, 2).map(chunked).join('')}`);
  slots[turn]?.set(socket, 2);
}

function respond(socket: Socket, body: string): void {
  if (mode === 'broken') {
    process.send?.({ arrivedAtNs: String(process.hrtime.bigint()) });
    socket.write(refusal);
  } else if (mode === 'paced') {
    beginPaced(socket);
  } else {
    if (mode === 'timed') process.send?.({ arrivedAtNs: String(process.hrtime.bigint()) });
    socket.write(/"stream":\s*true/.test(body) ? wholeStream : wholeJson);
  }
}

const server = createServer(socket => {
  let pending = '';
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    pending += bytes.toString('latin1');
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/content-length:\s*(\d+)/i.exec(pending.slice(0, headEnd))?.[1] ?? 0);
      const end = headEnd + 4 + length;
      if (pending.length < end) return;
      const body = pending.slice(headEnd + 4, end);
      pending = pending.slice(end);
      respond(socket, body);
    }
  });
  socket.on('close', () => slots.forEach(slot => slot.delete(socket)));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
