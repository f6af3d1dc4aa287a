// Run by `kills.ts`: emits through the composed pipeline, and says of each error once it was handed over.
import { writeSync } from 'node:fs';
import { compose, type Composition } from '../world/composed.ts';
import { someTraffic } from '../world/traffic.ts';

const composition = JSON.parse(process.argv[2] ?? '') as Composition;
const { pipeline } = await compose(composition);
pipeline.start();
const traffic = someTraffic(pipeline);
let told = 0;
for (;;) {
  for (let count = 0; count < 50; count += 1) {
    traffic.emitOne();
    const { failed } = traffic.emitted;
    if (failed.length > told) writeSync(1, `${failed[told++]}\n`);
  }
  await new Promise<void>(resolve => setImmediate(resolve));
}
