import type { RagExplanation } from '@naru/api-contract';
import { Option, type Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { paintFor, type Paint } from '../paint.ts';
import { withServer, type OperatorOptions } from './operator-client.ts';

interface ExplainOptions extends OperatorOptions {
  readonly intent?: string;
  readonly tenant?: string;
  readonly tier?: string;
  readonly mode?: 'json' | 'stream';
  readonly session?: string;
}

/** `naru explain "query"`: what retrieval and routing would do (R-OPS-3). */
export function addExplainCommand(program: Command, world: CommandWorld): void {
  program
    .command('explain')
    .description('What the running server would find for a query, and who would answer it; changes nothing')
    .argument('<query>', 'what a customer might ask')
    .option('--intent <intent>', 'instead of what the rules of support say')
    .option('--tenant <tenant>', 'as if asked by that tenant')
    .option('--tier <tier>', 'as if asked in that quality tier')
    .addOption(new Option('--mode <mode>', 'how it would be asked').choices(['json', 'stream']))
    .option('--session <id>', 'as if asked in that conversation')
    .option('--url <url>', "the server's internal address; default: by the configuration")
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExample:\n  naru explain "환불은 언제 되나요?"',
    )
    .action((query: string, { session, url, json, ...others }: ExplainOptions) =>
      withServer(
        world,
        { ...(url !== undefined && { url }), ...(json !== undefined && { json }) },
        call =>
          call('POST', '/internal/rag/explain', {
            query,
            ...others,
            ...(session !== undefined && { session_id: session }),
          }) as Promise<RagExplanation>,
        explanation => showExplanation(explanation, paintFor(world)),
      ),
    );
}

function showExplanation(
  { retrieval, context_tokens, reason_code, llm_routing }: RagExplanation,
  paint: Paint,
): string {
  const { intent, stages, final_chain } = llm_routing;
  const width = Math.max(...stages.map(({ stage }) => stage.length));
  const codeWidth = Math.max(...stages.map(({ code }) => code.length));
  return [
    `Intent ${intent.name}, risk ${intent.risk}, about ${context_tokens} tokens with rules, sources, history and answer`,
    retrieval.hits.length === 0 ? 'Nothing is found in the articles.' : 'Found:',
    ...retrieval.hits.map(({ n, title, id, quote }) => `  [${n}] ${title} (${id}): ${quote}`),
    'Routing:',
    ...stages.map(
      ({ stage, code, chain, detail }) =>
        `  ${stage.padEnd(width)}  ${code.padEnd(codeWidth)}  ${chain.join(' > ')}${detail === null ? '' : `  (${detail})`}`,
    ),
    paint('bold', `Chain: ${final_chain.join(' > ') || 'nobody'} (${reason_code})`),
  ].join('\n');
}
