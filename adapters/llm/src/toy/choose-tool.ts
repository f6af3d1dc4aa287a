import type { ToolCall, ToolDefinition } from '@naru/language-model';
import { fillArguments } from './fill-arguments.ts';
import { sharedPairs, syllablePairs } from './syllable-pairs.ts';
import type { ToyRequest } from './toy-wire.ts';

/** So many shared pairs of syllables make a tool fit a question. */
const MIN_SHARED_PAIRS = 2;

/**
 * The tool call that the question asks for: the tool whose name and description share most with it, if its
 * required arguments can be found in the question. With `required` or a named tool there is always a call.
 */
export function chooseTool(request: ToyRequest): ToolCall | undefined {
  const { toolChoice, question, tools, messageCount } = request;
  if (toolChoice === 'none') return undefined;
  const isForced = toolChoice !== 'auto';
  const named = typeof toolChoice === 'string' ? tools : tools.filter(tool => tool.name === toolChoice.tool);
  const asked = syllablePairs(question);
  const ranked = named
    .map(tool => ({ tool, shared: sharedPairs(asked, featuresOf(tool)).length }))
    .filter(({ shared }) => isForced || shared >= MIN_SHARED_PAIRS)
    .sort((a, b) => b.shared - a.shared);

  for (const mustFill of isForced ? [false, true] : [false]) {
    for (const { tool } of ranked) {
      const input = fillArguments(tool.inputSchema, question, mustFill);
      if (input) return { id: `toy_${messageCount}_0`, name: tool.name, inputText: JSON.stringify(input) };
    }
  }
  return undefined;
}

function featuresOf({ name, description }: ToolDefinition): ReadonlySet<string> {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ');
  return syllablePairs(`${words} ${description}`);
}
