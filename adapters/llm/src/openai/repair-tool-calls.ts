import { isRecord } from '../http/json-body.ts';
import type { PiecePlace } from './tool-call-merger.ts';

/**
 * Pieces of tool calls as a strict client needs them: each with its index, the first of a call with its id. What
 * else they carry stays.
 *
 * @returns undefined where nothing is amiss, so that the provider's own bytes can be handed on
 */
export function repairToolCalls(
  pieces: readonly unknown[],
  places: readonly (PiecePlace | undefined)[],
): readonly unknown[] | undefined {
  let isAmiss = false;
  const repaired = pieces.map((piece, position) => {
    const place = places[position];
    if (!place || !isRecord(piece)) return piece;
    const { index, id, isFirst } = place;
    if (piece['index'] === index && (!isFirst || piece['id'] === id)) return piece;
    isAmiss = true;
    return { ...piece, index, ...(isFirst && { id, type: 'function' }) };
  });
  return isAmiss ? repaired : undefined;
}
