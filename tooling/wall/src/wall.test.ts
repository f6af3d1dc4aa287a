import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { CHECK_GROUPS } from './checks/checks.ts';
import { RANDOM_CUTS } from './checks/random-cuts.ts';
import { faultGroups } from './faults/faults.ts';
import { fastWall } from './wall-settings.ts';
import { runWall, type WallResult } from './wall.ts';

/** Another every day, so that what is drawn is not always the same; printed, so that it can be drawn again. */
const seed = Number(process.env['NARU_WALL_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const settings = fastWall(seed);
const wall = runWall(settings);
wall.catch(() => {});

async function rowsNamed(name: string): Promise<WallResult['rows']> {
  return (await wall).rows.filter(({ row }) => row.name === name);
}

async function expectNoProblem(name: string): Promise<void> {
  const rows = await rowsNamed(name);
  const cells = rows.flatMap(row => row.cells);
  assert.ok(cells.length > 0, 'this row was never run');
  const problems = cells.flatMap(cell => cell.problems.map(problem => `${cell.where}: ${problem}`));
  assert.deepEqual(problems, []);
}

describe(`the fault wall (NARU_WALL_SEED=${seed})`, () => {
  for (const { title, faults } of faultGroups(settings.timeouts)) {
    describe(title, () => {
      for (const { numbers, name } of faults) {
        it(`${name} (${numbers.join(', ')})`, () => expectNoProblem(name));
      }
    });
  }

  for (const { title, checks } of CHECK_GROUPS) {
    describe(title, () => {
      for (const { numbers, name } of checks) {
        it(`${name} (${numbers.join(', ')})`, () => expectNoProblem(name));
      }
    });
  }

  it(`${RANDOM_CUTS.name} (${RANDOM_CUTS.numbers.join(', ')})`, () => expectNoProblem(RANDOM_CUTS.name));

  it('leaves no word of customers or providers and no key in any log (T47, P-3)', async () => {
    const { logs } = await wall;
    assert.ok(logs.length > 0);
    assert.deepEqual(
      logs.flatMap(({ lane, problems }) => problems.map(problem => `${lane}: ${problem}`)),
      [],
    );
  });
});

after(() =>
  wall.then(
    () => undefined,
    () => undefined,
  ),
);
