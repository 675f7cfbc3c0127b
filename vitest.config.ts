import { defineConfig } from 'vitest/config'

const stationTests = ['apps/**/*.test.ts', 'edge/**/*.test.ts', 'workers/**/*.test.ts', 'lib/**/*.test.ts']

const engineTests = ['{apps,edge,lib,workers}/**/*.engine.test.ts']

/**
 * unit: beside the code, contract suites included, on embedded adapters · engines: the same suites on real
 * engines · rules: the tree, its import rules and generated files, and what starts engines · schemathesis: every API with
 * what its document allows, and what not · flow: edge to ring, real processes · browser: pages and their clients in a real browser · fuzz: each route of the tracker with what nobody would
 * send · chaos: what is struck under load, and loses nothing.
 */
export default defineConfig({
  test: {
    pool: 'threads',
    // Most tests wait for something. Vitest's own default is one worker fewer than there are cores.
    maxWorkers: 4,
    // Generous as well: property tests try hundreds of inputs, also beside others on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 30_000,
    // Generous, so that a busy machine fails no test.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: stationTests, exclude: engineTests } },
      {
        extends: true,
        test: { name: 'engines', include: engineTests, globalSetup: 'tests/engines/global-setup.ts' },
      },
      {
        extends: true,
        test: { name: 'rules', include: ['tests/rules/**/*.test.ts', 'tests/engines/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'schemathesis',
          include: ['tests/schemathesis/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each is a process of its own, beside that of the platform.
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'flow',
          globalSetup: 'tests/engines/global-setup.ts',
          include: ['tests/flow/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          globalSetup: 'tests/browser/global-setup.ts',
          include: ['tests/browser/**/*.test.ts'],
          hookTimeout: 120_000,
          testTimeout: 60_000,
          // Each file has a browser of its own.
          fileParallelism: false,
        },
      },
      { extends: true, test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'chaos',
          globalSetup: 'tests/engines/global-setup.ts',
          include: ['tests/chaos/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
