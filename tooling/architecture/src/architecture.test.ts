import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { cycleViolations } from './cycle-violations.ts';
import { importViolations } from './import-violations.ts';
import { readWorkspaces, type Workspace } from './workspaces.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

function aWorkspace(overrides: Partial<Workspace> & { readonly imports?: string }): Workspace {
  const folder = overrides.folder ?? 'packages/router';
  return {
    name: 'router',
    folder,
    declared: ['@naru/kernel', '@naru/language-model', '@naru/chat', 'zod'],
    sources: [{ path: `${folder}/src/example.ts`, text: overrides.imports ?? '' }],
    ...overrides,
  };
}

describe('the architecture of this repository', () => {
  for (const workspace of readWorkspaces(ROOT)) {
    it(`${workspace.name} imports only what it may`, () => assert.deepEqual(importViolations(workspace), []));
  }

  it('has no circle among its workspaces', () => assert.deepEqual(cycleViolations(readWorkspaces(ROOT)), []));
});

describe('the architecture test itself finds', () => {
  const cases: readonly (readonly [string, Workspace, RegExp])[] = [
    [
      'an import against the arrow',
      aWorkspace({ imports: `import { x } from '@naru/chat';` }),
      /may not import @naru\/chat/,
    ],
    [
      'an import of another package that spans lines',
      aWorkspace({ imports: `import {\n  x,\n} from '@naru/chat';` }),
      /may not import @naru\/chat/,
    ],
    [
      'a dynamic import',
      aWorkspace({ imports: `const x = await ${'import'}('@naru/chat');` }),
      /may not import @naru\/chat/,
    ],
    ['an undeclared import', aWorkspace({ imports: `import { x } from '@naru/events';` }), /without declaring/],
    [
      'a path out of the workspace',
      aWorkspace({ imports: `import { x } from '../../chat/src/x.ts';` }),
      /reaches outside/,
    ],
    ['a vendor inside the hexagon', aWorkspace({ imports: `import fs from 'node:fs';` }), /may not import node:fs/],
    [
      'test support in shipped code',
      aWorkspace({ imports: `import { FakeClock } from '@naru/kernel/testing';` }),
      /in shipped code/,
    ],
    [
      'the simulator in shipped code',
      aWorkspace({
        name: 'bedrock',
        folder: 'adapters/bedrock',
        declared: ['@naru/simulator'],
        imports: `import { startSimulator } from '@naru/simulator';`,
      }),
      /may not import @naru\/simulator/,
    ],
    [
      'a workspace that nobody entered in the table',
      aWorkspace({ name: 'newcomer', folder: 'packages/newcomer', imports: `import { x } from '@naru/kernel';` }),
      /no row of the import table/,
    ],
    [
      'a vertical that looks past the assistant port',
      aWorkspace({ name: 'support', folder: 'packages/support', imports: `import { x } from '@naru/chat';` }),
      /may not import @naru\/chat/,
    ],
    [
      'a simulator that shares code with the adapters',
      aWorkspace({
        name: 'simulator',
        folder: 'tooling/simulator',
        declared: ['@naru/llm'],
        imports: `import { x } from '@naru/llm';`,
      }),
      /may not import @naru\/llm/,
    ],
  ];
  for (const [what, workspace, expected] of cases) {
    it(what, () => assert.match(importViolations(workspace).join('\n'), expected));
  }

  it('a circle of workspaces', () => {
    const one = aWorkspace({ name: 'one', declared: ['@naru/two'] });
    const two = aWorkspace({ name: 'two', declared: ['@naru/one'] });
    assert.deepEqual(cycleViolations([one, two]), ['one -> two -> one']);
  });

  it('nothing wrong in what is allowed', () => {
    const support = aWorkspace({
      name: 'support',
      folder: 'packages/support',
      imports: `import type { Assistant } from '@naru/chat/assistant';`,
    });
    assert.deepEqual(importViolations(support), []);
    const path = 'adapters/bedrock/src/bedrock-model.test.ts';
    const bedrock = aWorkspace({
      name: 'bedrock',
      folder: 'adapters/bedrock',
      declared: ['@naru/simulator'],
      sources: [{ path, text: `import { startSimulator } from '@naru/simulator';` }],
    });
    assert.deepEqual(importViolations(bedrock), []);
  });
});
