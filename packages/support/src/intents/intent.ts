/** What a customer wants. A closed set: metrics, prices and routing policies are kept by it. */
export const SUPPORT_INTENTS = [
  'TICKET_STATUS',
  'TICKET_CREATE',
  'REFUND',
  'EXCHANGE',
  'SHIPPING',
  'PAYMENT',
  'EBOOK',
  'USED_BOOK',
  'ORDER',
  'MEMBERSHIP',
  'EVENT',
  'ACCOUNT',
  'SMALL_TALK',
  'GENERAL',
] as const;

export type SupportIntent = (typeof SUPPORT_INTENTS)[number];

/** High: a wrong answer costs the customer money or a parcel, so that no cheaper model is chosen for it. */
export type IntentRisk = 'normal' | 'high';

const HIGH_RISK: ReadonlySet<SupportIntent> = new Set(['ORDER', 'PAYMENT', 'REFUND', 'EXCHANGE', 'SHIPPING']);

export function riskOf(intent: SupportIntent): IntentRisk {
  return HIGH_RISK.has(intent) ? 'high' : 'normal';
}
