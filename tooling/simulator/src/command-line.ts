/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly port: number; readonly timelinePath: string | undefined }
  | { readonly kind: 'mistaken'; readonly mistake: string };

export const USUAL_PORT = 9100;

export const HELP = `Plays LLM providers that answer, slow down, break and lie on purpose.

  npm run simulator -- [timeline.yaml] [--port ${USUAL_PORT}]

Without a timeline three providers answer well and take control calls.

Examples
  npm run simulator
  npm run simulator -- tooling/simulator/timelines/primary-outage.yaml
  npm run simulator -- my-timeline.json --port 9200

While it runs
  curl -X POST localhost:${USUAL_PORT}/control/providers/primary -H 'content-type: application/json' \\
       -d '{"behaviour":"status=503,retry-after=2","forMs":30000}'
  curl -X POST localhost:${USUAL_PORT}/control/providers/primary -H 'content-type: application/json' \\
       -d '{"behaviour":"cut-frame=3:rst","times":2}'
  curl -X DELETE localhost:${USUAL_PORT}/control/providers/primary     answer well again
  curl localhost:${USUAL_PORT}/control/behaviours                      every behaviour, and what it takes
  curl localhost:${USUAL_PORT}/control/log                             what was received and done

A request chooses for itself with the model name, such as "sim:first-token=9000" or "sim:cut-frame=3:rst".
All behaviours: tooling/simulator/README.md
`;

/** Reads the arguments behind the program's name. */
export function readCommandLine(given: readonly string[]): Command {
  let port = USUAL_PORT;
  let timelinePath: string | undefined;
  for (let index = 0; index < given.length; index++) {
    const argument = given[index] ?? '';
    if (argument === '--help' || argument === '-h') return { kind: 'help' };
    if (argument === '--port') {
      const value = given[++index] ?? '';
      port = Number(value);
      if (value === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
        return { kind: 'mistaken', mistake: `--port: found "${value}"; allowed: a port from 0 to 65535` };
      }
    } else if (argument.startsWith('-')) {
      return { kind: 'mistaken', mistake: `found ${argument}; allowed: --port, --help` };
    } else if (timelinePath !== undefined) {
      return { kind: 'mistaken', mistake: `found a second timeline "${argument}"; allowed: one` };
    } else {
      timelinePath = argument;
    }
  }
  return { kind: 'run', port, timelinePath };
}
