/**
 * What a field may hold. `word`: an id, a code or a name, without white space; `text`: a sentence of our own, stored
 * with ids, numbers and quotations taken out; `structure`: lists and objects of these, whose keys stand in this table
 * or in `STRUCTURE_KEYS`.
 */
export type FieldKind = 'word' | 'words' | 'number' | 'boolean' | 'text' | 'structure';

/**
 * Every field that an event may carry beside its fixed ones. This list is the redaction: what is not named here is
 * not stored, so a customer's words cannot slip in under a new name. Model calls use OpenTelemetry's names.
 */
export const FIELD_KINDS = {
  'http.request.method': 'word',
  'http.request.body.size': 'number',
  'http.response.body.size': 'number',
  'http.listener': 'word',

  'gen_ai.operation.name': 'word',
  'gen_ai.provider.name': 'word',
  'gen_ai.request.model': 'word',
  'gen_ai.response.model': 'word',
  'gen_ai.response.finish_reasons': 'words',

  'chat.turn_id': 'word',
  'chat.transport': 'word',
  'chat.finish': 'word',
  'chat.reason_code': 'word',
  'chat.question_length': 'number',
  'chat.answer_length': 'number',
  'chat.citations': 'number',
  'chat.steps': 'number',
  'chat.tool_calls': 'words',
  'chat.first_word_ms': 'number',
  'chat.guards': 'words',
  'chat.handed_off': 'boolean',

  'tool.name': 'word',
  'tool.outcome': 'word',
  'tool.call_key': 'word',
  'tool.input_length': 'number',
  'tool.output_length': 'number',

  'router.attempt': 'number',
  'router.attempt_id': 'word',
  'router.outcome': 'word',
  'router.committed': 'boolean',
  'router.dispatched': 'boolean',
  'router.first_token_ms': 'number',
  'router.mode': 'word',
  'router.chain': 'words',
  'router.tried': 'words',
  'router.answered_by': 'word',
  'router.stages': 'structure',
  'router.candidates': 'structure',
  'router.last_route': 'word',
  'router.health_from': 'word',
  'router.health_to': 'word',

  'override.id': 'word',
  'override.kind': 'word',
  'override.action': 'word',
  'override.author': 'word',
  'override.ttl_sec': 'number',

  'ticket.id': 'word',
  'ticket.action': 'word',
  'hold.id': 'word',
  'hold.seats': 'number',
  'reservation.id': 'word',
  'payment.id': 'word',
  'inquiry.id': 'word',
  'draft.id': 'word',
  'send.channel': 'word',
  'send.state': 'word',
  'send.phase': 'word',

  'security.rule': 'word',

  'pipeline.mode': 'word',
  'pipeline.dropped': 'number',
  'pipeline.drop_reasons': 'structure',
  'pipeline.queue': 'word',
} as const satisfies Readonly<Record<string, FieldKind>>;

export type FieldName = keyof typeof FIELD_KINDS;

/** Keys that objects inside a `structure` may have. */
export const STRUCTURE_KEYS: ReadonlySet<string> = new Set(
  [
    'name stage provider model reason code outcome kind rank score share weight before after changed kept count',
    'durationMs costMicros items health dropped',
    // Reasons for which the pipeline drops events.
    'ring-full vital-lost queue-full unencodable spill-full stopped',
  ].flatMap(line => line.split(' ')),
);

type ValueOf<Kind extends FieldKind> = Kind extends 'word' | 'text'
  ? string
  : Kind extends 'words'
    ? readonly string[]
    : Kind extends 'number'
      ? number
      : Kind extends 'boolean'
        ? boolean
        : StructureValue;

export type StructureValue =
  string | number | boolean | null | undefined | readonly StructureValue[] | { readonly [key: string]: StructureValue };

/** The fields of one event, each with the type that its name calls for. */
export type EventFields = { readonly [Name in FieldName]?: ValueOf<(typeof FIELD_KINDS)[Name]> | undefined };

const KINDS: ReadonlyMap<string, FieldKind> = new Map(Object.entries(FIELD_KINDS));

/** What a field of this name may hold; `undefined` for a name that is not in the table. */
export function kindOfField(name: string): FieldKind | undefined {
  return KINDS.get(name);
}
