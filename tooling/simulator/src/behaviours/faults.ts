/** A fault or trap of the reference (`resilience.md`) that a provider can cause, and the plays that cause it. */
export interface PlayableFault {
  /** `F` for the faults to own, `T` for the traps of gateways. */
  readonly id: `${'F' | 'T'}${number}`;
  readonly title: string;
  /** Written as in a model name. */
  readonly plays: readonly string[];
  /** For what no play causes: what does. */
  readonly instead?: string;
}

/** Every fault of the reference that lies with a provider. The rest lies in the caller, or between callers. */
export const playableFaults: readonly PlayableFault[] = [
  { id: 'F1', title: 'DNS failure', plays: [], instead: 'an address below `.invalid`' },
  { id: 'F2', title: 'TLS handshake stall', plays: [], instead: '`startBlackHole().tlsUrl`' },
  { id: 'F3', title: 'Headers, then nothing', plays: ['silence=after-headers'] },
  { id: 'F4', title: 'Keep-alive lines only, for ever', plays: ['heartbeat-only=1000', 'heartbeat-only=1000:ping'] },
  { id: 'F5', title: 'Empty 200 stream', plays: ['empty=nothing', 'empty=end-only'] },
  { id: 'F6', title: 'In-band error as first event', plays: ['stream-error=0'] },
  { id: 'F7', title: 'In-band 429 mid-stream', plays: ['stream-error=after-text:rate-limit'] },
  { id: 'F8', title: 'Reset mid-stream', plays: ['reset=mid-stream', 'cut-frame=3:rst'] },
  { id: 'F9', title: 'Gzip garbage', plays: ['body=gzip-garbage', 'status=502,body=gzip-garbage'] },
  { id: 'F10', title: 'A single line of 10 MiB', plays: ['long-line=10485760'] },
  { id: 'F11', title: 'Hangul split across chunks', plays: ['split=1', 'split=2'] },
  {
    id: 'F12',
    title: 'Line ends, no space after the colon, data over several lines',
    plays: ['framing=crlf', 'framing=mixed', 'framing=no-space', 'framing=multi-line'],
  },
  { id: 'F13', title: 'Duplicate events', plays: ['duplicate=all', 'duplicate=finish', 'duplicate=end'] },
  { id: 'F14', title: 'Finish reason but no close', plays: ['no-terminator=open', 'linger'] },
  { id: 'F15', title: 'Tool-call JSON broken off', plays: ['tool-arguments=truncated'] },
  { id: 'F16', title: 'Tool-call arguments invalid', plays: ['tool-arguments=invalid', 'tool-arguments=list'] },
  { id: 'F17', title: 'Key revoked mid-day', plays: ['error=auth'] },
  { id: 'F18', title: 'Quota exhausted', plays: ['error=quota', 'error=payment', 'quota=5/60000,error=quota'] },
  {
    id: 'F19',
    title: 'Retry-After as past date, 10^9 s, negative, garbage',
    plays: ['past-date', 'huge', 'negative', 'garbage'].map(form => `status=429,retry-after=${form}`),
  },
  { id: 'F20', title: 'Redirect to another host', plays: ['redirect'] },
  { id: 'F21', title: 'HTML error page with status 200', plays: ['body=html', 'content-type=html'] },
  { id: 'F22', title: "Another model's name", plays: ['model-name'] },
  { id: 'F23', title: 'Usage missing or negative', plays: ['usage=missing', 'usage=negative'] },
  { id: 'F24', title: 'Slow but working', plays: ['first-token=9000'] },
  {
    id: 'T1',
    title: 'Error object inside a 200 stream',
    plays: ['stream-error=0', 'stream-error=1', 'stream-error=after-role', 'stream-error=after-text'],
  },
  { id: 'T2', title: 'Closed early, and cleanly', plays: ['cut-frame=3:end', 'cut-frame=3', 'no-finish=closed'] },
  {
    id: 'T3',
    title: '200 with no content',
    plays: ['no-content', 'whitespace', 'role-only', 'usage-only', 'end-only', 'nothing'].map(way => `empty=${way}`),
  },
  { id: 'T4', title: 'Silence before or after headers', plays: ['silence=before-headers', 'silence=after-headers'] },
  { id: 'T5', title: 'Slow drip', plays: ['drip=1', 'pace=4000'] },
  {
    id: 'T6',
    title: 'Comments or role frames taken for a first token',
    plays: ['heartbeat-only=500', 'heartbeat-only=500:role', 'thinking=50,pace=100'],
  },
  { id: 'T7', title: 'Terminator missing', plays: ['no-terminator=open', 'no-terminator=closed'] },
  { id: 'T8', title: 'UTF-8 split across chunks', plays: ['split=1'] },
  {
    id: 'T9',
    title: 'Framing of every allowed kind',
    plays: ['framing=crlf+no-space+bom+comments+multi-line+extra-fields+no-last-blank', 'framing=cr,split=1'],
  },
  { id: 'T10', title: 'A malformed frame', plays: ['malformed=1', 'malformed=2'] },
  {
    id: 'T11',
    title: 'Usage where nobody looks for it',
    plays: ['usage=separate', 'usage=with-finish', 'usage=missing'],
  },
  {
    id: 'T12',
    title: 'Tool-call deltas with unreliable index or id',
    plays: ['interleaved', 'missing-index,tool-count=2', 'missing-id', 'repeated-id', 'whole']
      .map(shape => `tool-deltas=${shape}`)
      .concat('tool-arguments=empty'),
  },
  {
    id: 'T13',
    title: 'Failure after a tool call',
    plays: ['tool-call,stream-error=after-text', 'tool-call,no-finish=closed'],
  },
  { id: 'T14', title: 'Ambiguous timeout after dispatch', plays: ['silence=before-headers', 'latency=20000'] },
  { id: 'T15', title: 'Caller leaves, upstream goes on', plays: ['pace=1000,words=500'] },
  { id: 'T16', title: 'Left at a random frame', plays: ['pace=20,words=200'] },
  {
    id: 'T17',
    title: "The caller's own fault",
    plays: ['status=400', 'status=409', 'status=422', 'error=bad-request'],
  },
  {
    id: 'T18',
    title: 'Connection errors',
    plays: ['reset=before-headers', 'hang-up'],
    instead: '`refusedUrl()`, `startBlackHole()`',
  },
  { id: 'T19', title: 'Context length', plays: ['error=context-length', 'context-window=8000'] },
  { id: 'T20', title: 'Content filter', plays: ['error=content-filter', 'finish=content-filter'] },
  { id: 'T21', title: 'Prefill refused', plays: ['no-prefill'] },
  { id: 'T22', title: 'Retries that multiply', plays: ['error-rate=0.5', 'status=500'] },
  {
    id: 'T23',
    title: 'Retry-After in every form',
    plays: ['86400', 'date:30', 'ms:250', 'reset:20', 'past-date', 'negative'].map(
      form => `status=429,retry-after=${form}`,
    ),
  },
  { id: 'T25', title: 'Half-open: who comes first', plays: ['latency=2000'] },
  { id: 'T30', title: 'A step in the error rate', plays: ['error-rate=0.2', 'flap=30000/30000'] },
  { id: 'T31', title: 'Timeouts among good answers', plays: ['error-rate=0.3,silence=before-headers'] },
  { id: 'T33', title: 'Stale keep-alive socket', plays: ['stale-socket', 'idle-close=1000'] },
  { id: 'T34', title: 'Reset after a part of the answer', plays: ['reset=after-headers', 'cut-byte=40:rst'] },
  { id: 'T35', title: 'A stream of 50,000 tokens', plays: ['words=50000'] },
  { id: 'T37', title: 'Fails at the first pull', plays: ['cut-frame=0:rst', 'stream-error=0'] },
  {
    id: 'T38',
    title: 'Frames of a failed attempt that leak',
    plays: ['thinking=3,stream-error=after-role', 'cut-frame=1:rst'],
  },
  { id: 'T39', title: 'Who answered', plays: ['signature', 'model-name=fallback-model'] },
  { id: 'T45', title: 'Probes with customer text', plays: [], instead: '`lastUserText` and `bodyText` in the log' },
  { id: 'T47', title: 'Provider text in logs', plays: ['status=500,message=canary-do-not-log'] },
  {
    id: 'T50',
    title: 'HTML or empty body on 502',
    plays: ['html', 'empty', 'text', 'gzip-garbage', 'truncated-json'].map(body => `status=502,body=${body}`),
  },
];
