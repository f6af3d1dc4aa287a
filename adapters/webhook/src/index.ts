export { createWebhookNotifier, type WebhookNotifierOptions } from './webhook-notifier.ts';
