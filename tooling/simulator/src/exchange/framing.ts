import type { Frame } from '../protocols/frame.ts';

/** How server-sent events are put into bytes. Every choice here is allowed by the standard, and was met somewhere. */
export interface Framing {
  readonly lineEnd: 'lf' | 'crlf' | 'cr' | 'mixed';
  readonly spaceAfterColon: boolean;
  readonly byteOrderMark: boolean;
  /** A comment line before every event. */
  readonly comments: boolean;
  /** Each JSON document over several `data:` lines. */
  readonly multiLineData: boolean;
  /** Fields `id:` and `retry:` that nobody asked for. */
  readonly extraFields: boolean;
  readonly lastBlankLine: boolean;
}

export const USUAL_FRAMING: Framing = {
  lineEnd: 'lf',
  spaceAfterColon: true,
  byteOrderMark: false,
  comments: false,
  multiLineData: false,
  extraFields: false,
  lastBlankLine: true,
};

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_ENDS = { lf: '\n', crlf: '\r\n', cr: '\r' };

/** The bytes of one frame of a stream; `position` says which frame it is. */
export function encodeFrame(frame: Frame, framing: Framing, position: { index: number; isLast: boolean }): Buffer {
  const lineEnd = framing.lineEnd === 'mixed' ? (position.index % 2 === 0 ? '\n' : '\r\n') : LINE_ENDS[framing.lineEnd];
  const separator = framing.spaceAfterColon ? ': ' : ':';
  const lines = linesOf(frame, framing, position.index).map(([field, value]) => field + separator + value);
  const blank = position.isLast && !framing.lastBlankLine ? '' : lineEnd;
  const start = framing.byteOrderMark && position.index === 0 ? BYTE_ORDER_MARK : '';
  return Buffer.from(start + lines.join(lineEnd) + lineEnd + blank);
}

type Line = readonly [field: string, value: string];

function linesOf(frame: Frame, framing: Framing, index: number): readonly Line[] {
  if (frame.kind === 'comment') return [['', frame.data]];
  const before: Line[] = framing.comments ? [['', 'still here']] : [];
  const extra: Line[] = framing.extraFields
    ? [
        ['id', String(index)],
        ['retry', '3000'],
      ]
    : [];
  const event: Line[] = frame.event === undefined ? [] : [['event', frame.event]];
  return [...before, ...extra, ...event, ...dataLines(frame.data, framing)];
}

/** A JSON document may hold a line end behind its opening brace; anything else stays on one line. */
function dataLines(data: string, { multiLineData }: Framing): readonly Line[] {
  if (!multiLineData || !data.startsWith('{')) return [['data', data]];
  return [
    ['data', '{'],
    ['data', data.slice(1, -1)],
    ['data', data.slice(-1)],
  ];
}
