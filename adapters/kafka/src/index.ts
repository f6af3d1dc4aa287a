export { createKafkaEventQueue, type KafkaEventQueueOptions } from './kafka-event-queue.ts';
