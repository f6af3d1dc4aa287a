import { enableCompileCache } from 'node:module';

enableCompileCache();
const { createProgram } = await import('./program.ts');

await createProgram({
  env: process.env,
  print: text => console.log(text),
  complain: text => console.error(text),
  exit: code => {
    process.exitCode = code;
  },
  hasColours: process.stdout.isTTY && process.stdout.hasColors(),
}).parseAsync();
