import type { Notice } from '@naru/events';

/** A message in the form that Slack and those who copy it take: `text` for previews, `blocks` for the rest. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly object[];
}

const MARKS: Readonly<Record<Notice['reason'], string>> = {
  opened: '🔴',
  reopened: '🔴',
  flapping: '🟠',
  repeated: '🔴',
  resolved: '🟢',
  'failover-failed': '🚨',
};
/** Slack refuses a section that is longer, and a message of more blocks. */
const MAX_SECTION = 3_000;
const MAX_ITEMS = 20;

/**
 * A notice as a Slack message.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function toSlackMessage({ reason, title, text, items, key }: Notice): SlackMessage {
  const heading = `${MARKS[reason]} ${title}`;
  return {
    text: `${escape(heading)}\n${escape(text)}`,
    blocks: [
      section(`*${escape(heading)}*\n${escape(text)}`),
      ...items
        .slice(0, MAX_ITEMS)
        .map(item => section(`*${escape(item.title)}*\n${escape(item.summary)}\n${escape(item.runbook)}`)),
      ...(items.length > MAX_ITEMS ? [section(`그 밖에 ${items.length - MAX_ITEMS}건이 더 있습니다.`)] : []),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escape(key) }] },
    ],
  };
}

function section(text: string): object {
  const shown = text.length > MAX_SECTION ? `${text.slice(0, MAX_SECTION - 1)}…` : text;
  return { type: 'section', text: { type: 'mrkdwn', text: shown } };
}

/** The three characters by which Slack's own marks begin. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
