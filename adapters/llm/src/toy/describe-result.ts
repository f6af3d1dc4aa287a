import { isRecord, parseJson } from '../http/json-body.ts';
import type { ToyToolResult } from './toy-wire.ts';

const FAILED = '죄송합니다. 요청하신 내용을 확인하지 못했습니다. 잠시 후 다시 말씀해 주세요.';
const NOTHING = '확인해 보니 해당하는 내용이 없습니다.';
const MAX_ITEMS = 5;
const MAX_CHARACTERS = 1_200;
/** Fields that are sentences already. */
const SENTENCES = ['message', 'summary', 'answer', 'text'] as const;

const LABELS: ReadonlyMap<string, string> = new Map([
  ['status', '상태'],
  ['title', '제목'],
  ['name', '이름'],
  ['date', '날짜'],
  ['time', '시간'],
  ['price', '가격'],
  ['total', '합계'],
  ['count', '수량'],
  ['quantity', '수량'],
  ['seats', '좌석'],
  ['venue', '장소'],
  ['number', '번호'],
  ['order_no', '주문 번호'],
  ['order_id', '주문 번호'],
  ['ticket_no', '접수 번호'],
  ['eta', '도착 예정'],
]);

/** Says in Korean what the tools found. */
export function describeResults(results: readonly ToyToolResult[]): string {
  const found = results.filter(({ isError }) => !isError);
  if (found.length === 0) return FAILED;
  return found.map(({ text }) => describe(text)).join('\n\n');
}

function describe(text: string): string {
  const value = parseJson(text);
  if (value === undefined)
    return text.trim() === '' ? NOTHING : `확인한 내용을 알려 드립니다.\n${shorten(text.trim())}`;
  if (typeof value === 'string') return value.trim() === '' ? NOTHING : shorten(value);
  if (isRecord(value)) {
    const sentence = SENTENCES.map(name => value[name]).find(field => typeof field === 'string' && field !== '');
    if (typeof sentence === 'string') return shorten(sentence);
  }
  const lines = linesOf(value);
  return lines.length === 0 ? NOTHING : shorten(`확인한 내용을 알려 드립니다.\n${lines.join('\n')}`);
}

function linesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return listLines(value);
  if (!isRecord(value)) return value === null ? [] : [`- ${String(value)}`];
  return Object.entries(value).flatMap(([name, field]) => {
    if (Array.isArray(field) && field.some(isRecord)) return listLines(field);
    const words = wordsOf(field);
    return words === '' ? [] : [`- ${LABELS.get(name) ?? name}: ${words}`];
  });
}

function listLines(items: readonly unknown[]): readonly string[] {
  const lines = items
    .slice(0, MAX_ITEMS)
    .map(wordsOf)
    .filter(words => words !== '')
    .map(words => `- ${words}`);
  return items.length > MAX_ITEMS ? [...lines, `그 밖에 ${items.length - MAX_ITEMS}건이 더 있습니다.`] : lines;
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '예' : '아니요';
  if (typeof value === 'number') return value.toLocaleString('ko-KR');
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(', ');
  if (isRecord(value)) return Object.values(value).map(wordsOf).filter(Boolean).join(' · ');
  return String(value);
}

function shorten(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}
