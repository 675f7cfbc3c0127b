import { describe, expect, test } from 'vitest'
import type { Fault, Place, Scenario } from './pair-model.fixture.ts'
import { searchAll } from './search-all.fixture.ts'

const OUT: readonly [Place, Place] = ['out', 'out']

/** Crossers, some who pass through, leave or come late, edits, and jitter at the rim; all but the largest with a crash. */
const SCENARIOS: readonly (readonly [string, Scenario])[] = [
  ['both come in', { moves: [['in'], ['in']], begin: OUT, crashes: 1 }],
  ['one leaves while the other comes', { moves: [['out'], ['in']], begin: ['in', 'out'], crashes: 1 }],
  ['one passes through', { moves: [['in', 'out'], ['in']], begin: OUT, crashes: 1 }],
  ['one passes by another', { moves: [['in', 'out'], []], begin: ['out', 'in'], crashes: 1 }],
  ['one stays in the band', { moves: [['band'], ['in', 'out']], begin: ['in', 'out'], crashes: 1 }],
  [
    'both pass through',
    {
      moves: [
        ['in', 'out'],
        ['in', 'out'],
      ],
      begin: OUT,
      crashes: 1,
    },
  ],
  ['one comes back', { moves: [['in', 'out', 'in'], ['in']], begin: OUT, crashes: 1 }],
  [
    'one comes late while the other leaves and comes back',
    { moves: [['in'], ['in', 'out', 'in']], begin: OUT, late: [true, false], crashes: 1 },
  ],
  [
    'one comes and goes late',
    { moves: [['in', 'out'], ['in']], begin: OUT, late: [true, false], crashes: 1 },
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
      crashes: 1,
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
      crashes: 1,
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
  ['both are edited', { moves: [['in', 'out', 'in'], ['in']], begin: OUT, edited: [true, true], crashes: 1 }],
  ['one is at the rim', { moves: [['in', 'band', 'in'], ['in']], begin: OUT, crashes: 1 }],
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

/** Scenarios with the crashes that the full search can try in seconds. */
const COMPARED: readonly (readonly [string, number])[] = [
  ['both come in', 1],
  ['one passes by another', 1],
  ['one comes late while the other leaves and comes back', 0],
  ['one leaves late, and comes back late', 0],
  ['one is switched off and on', 0],
]

test.each(COMPARED)(
  'the search ends in the same ways as one that leaves nothing out where %s, with %d crashes',
  (name, crashes) => {
    const scenario = { ...scenarioOf(name), crashes }
    const [reduced, full] = [searchAll(scenario), searchAll(scenario, { isFull: true })]
    expect(reduced.ends).toEqual(full.ends)
    expect(reduced.violation).toBe(full.violation)
  },
)

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
  // A zombie reads a side before an edit, ends the pair after the edit was handled, and stops.
  ['courier-does-not-look', 'one is switched off and on'],
]

test.each(FAULTS)('the search notices the fault "%s" where %s', (fault, name) => {
  expect(searchAll({ ...scenarioOf(name), fault }).violation).toBeDefined()
})

function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS.find(([other]) => other === name)?.[1]
  if (scenario === undefined) throw new Error(`Cannot search "${name}": there is no such scenario`)
  return scenario
}
