import { stages } from '@naru/router';

/** `docs/DECISION_STAGES.md`: the stages in the order in which the router runs them. */
export function stageTable(): string {
  const rows = stages.map(
    ({ name, rule, settings }, index) =>
      `| ${index + 1} | ${name} | ${rule.replaceAll('|', '\\|')} | ${settings.map(setting => `\`${setting}\``).join(', ')} |`,
  );
  return `${HEAD}${rows.join('\n')}\n`;
}

const HEAD = `# The stages of a decision

Made by \`npm run generate\` from the array \`stages\` of \`packages/router/src/decision/stages.ts\`, which is the order in which they act. Each takes a chain of providers and gives one, with a note of what it did; the reason code of a decision is the last stage that changed the chain's head.

| # | stage | rule | settings |
| --- | --- | --- | --- |
`;
