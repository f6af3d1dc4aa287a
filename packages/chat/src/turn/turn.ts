import type { Assistant } from '../assistant/assistant.ts';
import { cachedAnswer, keepAnswer } from '../cache/answer-cache.ts';
import { chatFailure } from '../chat-error.ts';
import type { SubmitOutcome, SubmitRequest } from '../engine.ts';
import { armTimeGuard } from '../guards/time-guard.ts';
import { turnStream } from '../stream-log/turn-stream.ts';
import { actOnce } from './act-once.ts';
import { admitTurn } from './admit-turn.ts';
import type { AnswerEnd } from './answer-end.ts';
import { AnswerNotes } from './answer-notes.ts';
import { AnswerWriter } from './answer-writer.ts';
import { askModel } from './ask-model.ts';
import { concludeTurn } from './conclude-turn.ts';
import { countInSession } from './count-in-session.ts';
import { endChunks, turnMetadata } from './end-chunks.ts';
import { faultFields } from './fault-fields.ts';
import { GuardedVoice } from './guarded-voice.ts';
import { handOver } from './hand-over.ts';
import { keepLease } from './keep-lease.ts';
import { persistTurn } from './persist-turn.ts';
import { prepareAnswer } from './prepare-answer.ts';
import { recommendTicket } from './recommend-ticket.ts';
import { reportTurn } from './report-turn.ts';
import { reviewTurn } from './review-turn.ts';
import type { RunningTurn } from './running-turn.ts';
import { sayCachedAnswer } from './say-cached-answer.ts';
import { sayFixedAnswer } from './say-fixed-answer.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnUnderWay } from './turn-under-way.ts';

/**
 * Takes a message and answers it, in this order: receive → own → input checks → idempotency claim → rate limit
 * (all in `admitTurn`; whatever refuses leaves no claim behind) → stream opened → answer made and kept (`runTurn`).
 * Resolves once there is something to read, or why there is not.
 */
export async function takeTurn(request: SubmitRequest, deps: TurnDeps): Promise<SubmitOutcome> {
  const admission = await admitTurn(request, deps);
  switch (admission.kind) {
    case 'refused':
      return { kind: 'refused', error: { ...admission.failure, traceId: request.traceId } };
    case 'repeat': {
      deps.running.get(admission.turn.id)?.attend(request);
      return { kind: 'accepted', stream: turnStream(admission.turn, admission.session, deps), isRepeat: true };
    }
    case 'admitted': {
      const { turn, assistant } = admission;
      const writer = openStream(turn, deps);
      const stream = turnStream(turn.record, turn.session, deps);
      turn.attend(request);
      turn.admit();
      void runTurn(turn, request, assistant, writer, deps).catch(error => giveUp(turn, error, deps));
      return { kind: 'accepted', stream, isRepeat: false };
    }
  }
}

/**
 * Runs a turn that was let in, to its stored end: history → `assistant.prepare` → model ⇄ tools (all in
 * `makeAnswer`, unless a stop or a guard cuts it) → what leaves is closed → persist once → session counters →
 * terminal chunk → events.
 */
async function runTurn(
  turn: RunningTurn,
  request: SubmitRequest,
  assistant: Assistant,
  writer: AnswerWriter,
  deps: TurnDeps,
): Promise<void> {
  const notes = new AnswerNotes();
  const report = reportTurn(turn, assistant.name, notes, deps);
  using _lease = keepLease(turn, deps);
  using guard = armTimeGuard(deps.settings, deps.clock, (usedMs, limitMs) =>
    turn.cut({ kind: 'out-of-time', usedMs, limitMs }),
  );
  const voice = new GuardedVoice(writer, () => report.markFirstWord());

  // A straggler that does not heed the signal may go on; the writer takes nothing more from it.
  const onContent = (): void => guard.passFirst();
  const underWay: TurnUnderWay = { turn, request, assistant, writer, voice, notes, report, onContent };
  const making = makeAnswer(underWay, deps);
  const cut = turn.whenCut.then((cause): AnswerEnd => ({ kind: 'cut', cause }));
  const end = await Promise.race([making, cut]);
  // What is held was meant to be seen, and is, where no rule is against it.
  if (end.kind === 'cut') voice.endStep();
  writer.close();

  const { messageId, sessionId } = turn.record;
  const { citations, served, hasSources, hasToolResult } = notes;
  // White space alone is no word.
  const text = writer.text.trim() === '' ? '' : writer.text;
  const said = { sessionId, messageId, text, citations, served, hasSources, hasToolResult };
  const { fallbackEscalateThreshold } = deps.settings;
  const conclusion = recommendTicket(concludeTurn(end, said), turn.session.state, fallbackEscalateThreshold);
  writer.attach(conclusion.result.dataParts);

  // What the cache holds is not the latest from here on, whoever reads it next.
  await deps.sessionCache?.forget(sessionId).catch(() => {});
  // Stored first, so that nobody sees the end of an answer that is not kept.
  const settled = settleTurn(turn.record, conclusion, await persistTurn(turn.record, conclusion.result, deps));
  if (settled.isOurs) await countInSession(turn.session, settled.turn, conclusion, notes.recent?.turns, deps);
  deps.streamLog.append(turn.record.streamId, endChunks(turn.record, settled.result, conclusion));
  report.end(settled.result);
  if (settled.isOurs) reviewTurn(turn.record, settled.result, assistant.name, notes, deps);
  turn.leaveAs(settled.turn);
  deps.running.remove(turn);
  if (settled.isOurs) await keepAnswer(end, conclusion, underWay, deps);
}

/** Never rejects: what goes wrong is an end like others. */
async function makeAnswer(underWay: TurnUnderWay, deps: TurnDeps): Promise<AnswerEnd> {
  const { turn, request, assistant, notes } = underWay;
  try {
    const preparation = await prepareAnswer(turn, request, assistant, notes, deps);
    notes.intent = preparation.intent;
    if (preparation.kind === 'fixed-answer') return sayFixedAnswer(preparation, underWay);
    if (preparation.kind === 'act-once') return sayFixedAnswer(await actOnce(preparation, turn, request), underWay);
    notes.useSources(preparation.sources);
    const cached = await cachedAnswer(preparation, underWay, deps);
    if (cached) return sayCachedAnswer(cached, underWay);
    return await handOver(await askModel(preparation, underWay, deps), underWay, deps);
  } catch (error) {
    const { id: turnId, sessionId, traceId } = turn.record;
    deps.logger.error(
      { turnId, sessionId, traceId, assistant: assistant.name, ...faultFields(error) },
      'a turn failed',
    );
    return { kind: 'failed', failure: chatFailure('INTERNAL') };
  }
}

function openStream({ record }: RunningTurn, { streamLog }: TurnDeps): AnswerWriter {
  streamLog.open(record.streamId);
  const writer = new AnswerWriter(streamLog, record.streamId);
  writer.start(record.messageId, turnMetadata(record));
  writer.flush();
  return writer;
}

/** The log failed, or we did: the lease ends what is left of the turn. */
function giveUp(turn: RunningTurn, error: unknown, { running, logger }: TurnDeps): void {
  const { id: turnId, sessionId, traceId } = turn.record;
  logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'a turn could not be brought to its end');
  turn.leaveAs(turn.record);
  running.remove(turn);
}
