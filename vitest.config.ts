import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const slow = /\/(e2e\/.*\.spec|tests\/(mutation|start|durability)\/.*|src\/kernel\/database\/embedded\/.*)\.ts$/;

/** What starts servers and browsers takes minutes; begun last, one of these files would run on alone. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'tests/**/*.drill.ts', 'e2e/**/*.spec.ts'],
    exclude: ['**/node_modules/**'],
    // Generous: a machine that is busy with ten times as much is slow, and not wrong.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // For two cores: a third works while servers of the others start, stop or are meant to stand still.
    maxWorkers: 3,
    // `npm run check` runs what needs no database without starting one.
    globalSetup: process.env['VALV_TEST_POSTGRES'] === 'none' ? [] : ['tests/cluster.ts'],
  },
});
