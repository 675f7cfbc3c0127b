import { describe, expect, test } from 'vitest'
import { searchAll, type Fault, type Place, type Scenario } from './pair-model.fixture.ts'

const OUT: readonly [Place, Place] = ['out', 'out']

/** Crossers, some who pass through, leave or come late, edits, and jitter at the rim; the small ones with a crash. */
const SCENARIOS: readonly (readonly [string, Scenario])[] = [
  ['both come in', { moves: [['in'], ['in']], begin: OUT, crashes: 1 }],
  ['one leaves while the other comes', { moves: [['out'], ['in']], begin: ['in', 'out'], crashes: 1 }],
  ['one passes through', { moves: [['in', 'out'], ['in']], begin: OUT, crashes: 0 }],
  ['one passes by another', { moves: [['in', 'out'], []], begin: ['out', 'in'], crashes: 1 }],
  ['one stays in the band', { moves: [['band'], ['in', 'out']], begin: ['in', 'out'], crashes: 0 }],
  [
    'both pass through',
    {
      moves: [
        ['in', 'out'],
        ['in', 'out'],
      ],
      begin: OUT,
      crashes: 0,
    },
  ],
  ['one comes back', { moves: [['in', 'out', 'in'], ['in']], begin: OUT, crashes: 0 }],
  [
    'one comes late while the other leaves and comes back',
    { moves: [['in'], ['in', 'out', 'in']], begin: OUT, late: [true, false], crashes: 0 },
  ],
  [
    'one comes and goes late',
    { moves: [['in', 'out'], ['in']], begin: OUT, late: [true, false], crashes: 0 },
  ],
  [
    'one leaves late, and comes back late',
    {
      moves: [
        ['out', 'in'],
        ['band', 'in'],
      ],
      begin: ['in', 'in'],
      late: [true, false],
      crashes: 0,
    },
  ],
  [
    'one is switched off and on',
    {
      moves: [
        ['band', 'in'],
        ['out', 'in'],
      ],
      begin: ['in', 'in'],
      edited: [false, true],
      crashes: 0,
    },
  ],
  [
    'one is switched off and on while the other comes late',
    {
      moves: [
        ['band', 'in'],
        ['in', 'out', 'in'],
      ],
      begin: ['in', 'out'],
      edited: [false, true],
      late: [true, false],
      crashes: 0,
    },
  ],
  ['both are edited', { moves: [['in', 'out', 'in'], ['in']], begin: OUT, edited: [true, true], crashes: 0 }],
  ['one is at the rim', { moves: [['in', 'band', 'in'], ['in']], begin: OUT, crashes: 0 }],
]

describe('however the steps interleave, also when a handler crashes or goes on beside its successor', () => {
  test.each(SCENARIOS)(
    '%s: the pair ends as the rule wants, and nobody who had left is told',
    (_, scenario) => {
      const { violation, states } = searchAll(scenario)
      expect(violation).toBeUndefined()
      expect(states).toBeGreaterThan(100)
    },
  )
})

/** Each fault with the scenario that it breaks. */
const FAULTS: readonly (readonly [Fault, string])[] = [
  ['sides-before-pair', 'one leaves while the other comes'],
  ['second-look-on-begin-only', 'one leaves while the other comes'],
  ['notice-before-second-look', 'one leaves while the other comes'],
  ['unguarded-position', 'one passes by another'],
  ['no-compare-and-set', 'both come in'],
  ['no-sweep', 'one leaves while the other comes'],
  ['no-second-proposal', 'one comes back'],
  ['no-look-after-removal', 'one is switched off and on'],
  ['late-never-begins', 'one is switched off and on while the other comes late'],
]

test.each(FAULTS)('the search notices the fault "%s" where %s', (fault, name) => {
  const scenario = SCENARIOS.find(([other]) => other === name)?.[1]
  expect(scenario).toBeDefined()
  expect(scenario && searchAll({ ...scenario, fault }).violation).toBeDefined()
})
