import { defineConfig } from 'vitest/config';

const inCi = (process.env['CI'] ?? '') !== '';

const ofTheModel = ['test/stack/**/*.test.ts', 'test/model/**/*.test.ts'];

export default defineConfig({
  test: {
    // The JSON file is read by .ci/run for its closing line.
    reporters: inCi ? ['default', 'json'] : ['default'],
    outputFile: { json: 'coverage/vitest.json' },
    // All cores: the workers wait for commands that they run as often as they work.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/docs/**', ...ofTheModel],
          // A busy machine takes several times as long, which is no failure.
          testTimeout: 30_000,
        },
      },
      {
        // Many small files over the same modules, which are then loaded once for each thread.
        test: { name: 'model', include: ofTheModel, isolate: false, testTimeout: 30_000 },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/docs/**/*.test.ts'],
          globalSetup: ['test/e2e/build.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
