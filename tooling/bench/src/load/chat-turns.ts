// Customers who are signed in, each asking the next question as soon as the last is answered, in a new conversation
// each time. At the end each looks up its last one: what was answered must have been stored. Runs as a process of
// its own; arguments: port, customers, milliseconds. Sends one `LoadWindow` and ends.
import { connect } from 'node:net';
import { FRAMES_PER_ANSWER } from '../subjects/answers.ts';
import { AnswerReader, type Answer } from './answer-reader.ts';
import type { LoadWindow } from './closed-loop.ts';
import { historyRequest, turnRequest } from './turn-request.ts';
import { userToken } from './user-token.ts';

const [port = 0, customers = 0, windowMs = 0] = process.argv.slice(2, 5).map(Number);
const MARK = `tok${FRAMES_PER_ANSWER} `;
const latenciesMs: number[] = [];
const failures: string[] = [];
const beganAt = performance.now();
let elapsedMs = 0;
let open = customers;

function judge(what: string, { status, body }: Answer): void {
  if (status !== 200) failures.push(`${what}: status ${status}: ${body.slice(0, 200)}`);
  else if (!body.includes(MARK)) failures.push(`${what}: not the provider's answer: ${body.slice(0, 400)}`);
}

function done(): void {
  open -= 1;
  if (open > 0) return;
  const window: LoadWindow = { requests: latenciesMs.length, elapsedMs, latenciesMs, failures };
  process.send?.(window, () => process.exit(0));
}

function openCustomer(number: number): void {
  const socket = connect(port, '127.0.0.1');
  const reader = new AnswerReader();
  const name = `bench-${process.pid}-${number}`;
  const token = userToken(name);
  let turns = 0;
  let sentAt = 0;
  let isLookingBack = false;
  const chatId = (): string => `${name}-${turns}`;
  const ask = (): void => {
    turns += 1;
    sentAt = performance.now();
    socket.write(turnRequest(port, token, chatId()));
  };
  socket.setNoDelay(true);
  socket.on('connect', ask);
  socket.on('error', error => failures.push(error.message));
  socket.on('close', done);
  socket.on('data', (bytes: Buffer) => {
    const answer = reader.take(bytes);
    if (!answer) return;
    judge(isLookingBack ? 'history' : 'turn', answer);
    if (isLookingBack) return void socket.end();
    const now = performance.now();
    latenciesMs.push(now - sentAt);
    if (now - beganAt < windowMs) return ask();
    elapsedMs = Math.max(elapsedMs, now - beganAt);
    isLookingBack = true;
    socket.write(historyRequest(port, token, chatId()));
  });
}

for (let number = 0; number < customers; number += 1) openCustomer(number);
