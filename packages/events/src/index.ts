// What is told
export {
  EVENT_KINDS,
  EVENT_OUTCOMES,
  EVENT_SCHEMA_VERSION,
  isVital,
  SAMPLE_RULES,
  type EventDecision,
  type EventDraft,
  type EventError,
  type EventKind,
  type EventOutcome,
  type EventTokens,
  type Sample,
  type SampleRule,
  type WideEvent,
} from './event/wide-event.ts';
export { FIELD_KINDS, type EventFields, type FieldName, type StructureValue } from './event/field-names.ts';
export { silentEmitter, type EventEmitter } from './event/event-emitter.ts';
export { EventScope, type EventDetails, type EventStart } from './event/event-scope.ts';
export { wideEventSchema } from './event/event-schema.ts';
export { decodeEvent, readEncoded, type EncodedEvent } from './event/encoded-event.ts';
export { eventIdOf, firstEventIdAt } from './event/event-id.ts';

// The way to the store
export {
  createEventPipeline,
  EVENT_PIPELINE_DEFAULTS,
  type EventPipelineDeps,
  type EventPipelineSettings,
} from './pipeline/create-event-pipeline.ts';
export { SAMPLING_DEFAULTS, type SamplingSettings } from './sampling/sampler.ts';
export type { Persisted } from './sink/event-writer.ts';
export type {
  ConsumerStanding,
  DropReason,
  EventPipeline,
  JournalStanding,
  PipelineMode,
  PipelineStanding,
} from './pipeline/event-pipeline.ts';

// Incidents and notices
export {
  INCIDENT_DESK_DEFAULTS,
  IncidentDesk,
  type IncidentDeskDeps,
  type IncidentDeskSettings,
} from './incidents/incident-desk.ts';
export { DEFAULT_INCIDENT_RULES } from './incidents/default-rules.ts';
export type { EventMatch, IncidentRule, Threshold } from './incidents/incident-rule.ts';
export type { Grouping } from './incidents/fingerprint.ts';
export { LIFE_DEFAULTS, type LifeSettings } from './incidents/incident-life.ts';
export { NOTICE_DEFAULTS, type NoticeSettings } from './notices/notice-plan.ts';
export { createLogNotifier } from './notices/log-notifier.ts';
export {
  isLive,
  type Incident,
  type IncidentState,
  type IncidentSubject,
  type Severity,
} from './incidents/incident.ts';

// The daily report
export {
  dayOf,
  DailyTally,
  readDailyReport,
  startOfDay,
  type DailyReport,
  type ProviderFigures,
  type RouteFigures,
} from './daily-report/daily-report.ts';
export { dailyReportToHtml } from './daily-report/to-html.ts';
export { dailyReportToMarkdown } from './daily-report/to-markdown.ts';

// What an adapter must provide
export {
  CLAIM_IDLE_MS,
  type Delivery,
  type EventQueue,
  type EventSubscription,
  type QueueDepth,
  type ReceiveOptions,
  type SubscribeOptions,
} from './ports/event-queue.ts';
export { DUPLICATE, STORED, type EventSink, type WriteOutcome } from './ports/event-sink.ts';
export {
  COUNT_FIELDS,
  MAX_PAGE,
  type CountField,
  type EventArchive,
  type EventCount,
  type EventCountQuery,
  type EventFilter,
  type EventPageQuery,
} from './ports/event-archive.ts';
export type { IncidentQuery, IncidentStore } from './ports/incident-store.ts';
export type { JournalFile, JournalFolder, SegmentFile } from './ports/journal-folder.ts';
export type { Notice, NoticeItem, Notifier } from './ports/notifier.ts';
export type { SpillChunk, SpillFile } from './ports/spill-file.ts';
export type { WatermarkStore } from './ports/watermark-store.ts';
export { mergeRanges, missingIn, rangesOf, watermarkOf, type SequenceRange } from './journal/sequence-ranges.ts';
export {
  JournalWriteError,
  NotifyError,
  QueueUnavailableError,
  SinkUnavailableError,
  SpillWriteError,
} from './errors.ts';
