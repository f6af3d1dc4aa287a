// Keeps a number of chats asking over WebSockets, begun one after the other, each asking again when its answer is over.
// Runs as a process of its own; arguments: port, chats, milliseconds to warm up, milliseconds to measure. Sends `warm`,
// then one `SocketsWindow`, and ends.
import { openSocket } from './open-socket.ts';

export interface SocketsWindow {
  readonly frames: number;
  /** Chunks that were sent, also those that came merged into one frame. */
  readonly chunks: number;
  readonly elapsedMs: number;
  readonly lost: number;
  readonly doubledOrSwapped: number;
  readonly firstTokensMs: readonly number[];
  readonly failures: readonly string[];
}

const [port = 0, chats = 0, warmUpMs = 0, measureMs = 0] = process.argv.slice(2, 6).map(Number);
const firstTokensMs: number[] = [];
const failures: string[] = [];
let isMeasuring = false;
let [frames, chunks, lost, doubledOrSwapped] = [0, 0, 0, 0];

const PLACE = /"seq":(\d+)(?:,"from":(\d+))?/;

function openChat(index: number): void {
  let [lastSeq, askedAtMs, asked, hasToken] = [0, 0, 0, false];
  const socket = openSocket(port, take, why => failures.push(why));

  function ask(): void {
    [lastSeq, askedAtMs, hasToken] = [0, performance.now(), false];
    asked += 1;
    const p = { chatId: `chat-${index}`, clientMsgId: `m${asked}`, text: '배송은 얼마나 걸리나요?' };
    socket.send(JSON.stringify({ v: 1, t: 'chat.send', id: 'c', p }));
  }

  function take(text: string): void {
    if (text.startsWith('{"v":1,"t":"chunk"')) return takeChunk(text);
    if (text.includes('"t":"welcome"')) ask();
    else if (text.includes('"t":"error"')) failures.push(text.slice(0, 200));
  }

  function takeChunk(text: string): void {
    const [, seqText = '0', fromText = seqText] = PLACE.exec(text) ?? [];
    const [seq, from] = [Number(seqText), Number(fromText)];
    if (from > lastSeq + 1) lost += 1;
    if (from <= lastSeq) doubledOrSwapped += 1;
    lastSeq = seq;
    if (text.includes('"type":"text-delta"')) {
      if (!hasToken && isMeasuring) firstTokensMs.push(performance.now() - askedAtMs);
      hasToken = true;
      if (isMeasuring) {
        frames += 1;
        chunks += seq - from + 1;
      }
    } else if (text.includes('"type":"finish"')) ask();
    else if (text.includes('"type":"error"')) failures.push(text.slice(0, 300));
  }
}

for (let index = 0; index < chats; index += 1) setTimeout(() => openChat(index), (index * warmUpMs) / 2 / chats);

setTimeout(() => {
  isMeasuring = true;
  const beganAtMs = performance.now();
  process.send?.('warm');
  setTimeout(() => {
    const elapsedMs = performance.now() - beganAtMs;
    const window: SocketsWindow = { frames, chunks, elapsedMs, lost, doubledOrSwapped, firstTokensMs, failures };
    process.send?.(window, () => process.exit(0));
  }, measureMs);
}, warmUpMs);
