import { describeSteeringStore } from '../testing/steering-store.contract.ts';
import { createMemorySteeringStore } from './memory-steering-store.ts';

describeSteeringStore('memory', createMemorySteeringStore);
