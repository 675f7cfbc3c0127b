import { defineConfig } from 'vitest/config'
import { SlowFirst } from './tests/slow-first.ts'

const stationTests = ['{apps,edge,lib,workers}/**/*.test.{ts,tsx}']

const engineTests = ['{apps,edge,lib,workers}/**/*.engine.test.ts']

// Each has its own platform on embedded adapters, and measures no time: they run beside others.
const EMBEDDED_FLOWS = ['bulk-killed', 'embedded', 'ended-sessions', 'trace'].map(
  (name) => `tests/flow/${name}.test.ts`,
)

/**
 * - unit: tests beside the code, contract suites included, on embedded adapters
 * - engines: the same contract suites on real engines
 * - rules: the tree, its import rules and generated files, and what starts engines
 * - schemathesis: calls every API with what its document allows, and with what it does not allow
 * - flow: from the edge to the ring, whole platforms on embedded adapters
 * - flow-alone: the same on real engines, and platforms that are killed, stopped or starved; one file at a time
 * - browser: pages and their clients in a real browser
 * - fuzz: each route of the tracker with input that no client would send
 * - chaos: processes are killed under load, and no event is lost
 */
export default defineConfig({
  test: {
    pool: 'threads',
    // Most tests wait for something, and two runs are beside each other (tests/run.ts). Vitest's own default is one worker fewer than there
    // are cores.
    maxWorkers: 2,
    // A worker loads a module once for all of its files: modules of ours keep no state.
    isolate: false,
    setupFiles: ['tests/end-of-file.setup.ts'],
    sequence: { sequencer: SlowFirst },
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
          include: EMBEDDED_FLOWS,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'flow-alone',
          globalSetup: 'tests/engines/global-setup.ts',
          include: ['tests/flow/**/*.test.ts'],
          exclude: EMBEDDED_FLOWS,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          isolate: true,
          sequence: { groupOrder: 1 },
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
          isolate: true,
          // Last, because a browser needs the whole processor.
          sequence: { groupOrder: 2 },
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
          isolate: true,
          sequence: { groupOrder: 1 },
          fileParallelism: false,
        },
      },
    ],
  },
})
