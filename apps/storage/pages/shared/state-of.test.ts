import { expect, test } from 'vitest'
import { stateOf } from './state-of.ts'

const NOW = Date.parse('2026-11-30T02:00:00Z')
const past = '2026-11-30T02:00:00Z'
const future = '2026-11-30T02:00:01Z'
const open = { active: true, stage: 'open' } as const

test.each([
  ['active', open],
  ['active', { ...open, validFrom: past, validUntil: future }],
  ['reserved', { ...open, stage: 'reserved' }],
  ['waiting', { ...open, stage: 'reserved', validFrom: future }],
  ['silent', { ...open, paused: true, stage: 'reserved', validFrom: future }],
  ['paused', { ...open, active: false, paused: true }],
  ['paused', { ...open, active: false, validFrom: future }],
  ['expired', { ...open, active: false, validUntil: past }],
  ['settled', { active: false, stage: 'settled', validUntil: past }],
  ['hidden', { active: false, stage: 'settled', hidden: true }],
] as const)('is "%s" for %j', (state, subject) => {
  expect(stateOf(subject, NOW)).toBe(state)
})
