export { openMongodb, type MongodbConnection, type MongodbOptions } from './mongodb-connection.ts';
export { createMongodbEventStore, type MongodbEventStoreOptions } from './mongodb-event-store.ts';
export { createMongodbWatermarkStore } from './mongodb-watermark-store.ts';
