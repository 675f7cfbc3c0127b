import * as fc from 'fast-check'
import { vi } from 'vitest'
import type { Subject } from '#lib/subjects/subject.ts'

const PHONES = 6
// The clock stands still unless an act moves it. All acts together move it less than a lease lasts: tests/chaos kills who holds one.
const PASS_MS_MAX = 100
/** What becomes valid or invalid does so at most so much later. */
export const VALID_MS_MAX = 100

/** What one actor does: each is done in order, and those of different actors at the same time. */
export type Act =
  | { readonly kind: 'move'; readonly east: number }
  | { readonly kind: 'switch'; readonly active: boolean }
  | { readonly kind: 'radius'; readonly meters: number }
  | { readonly kind: 'remove' }
  | { readonly kind: 'block' | 'unblock'; readonly person: number }
  // It becomes valid or invalid so much later; renewed when its end has come; the clock goes on, and a matcher sweeps.
  | { readonly kind: 'begin' | 'expire'; readonly ms: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'renew' }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('move' as const), east: fc.integer({ min: 0, max: 900 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('switch' as const), active: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('radius' as const), meters: fc.integer({ min: 60, max: 700 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('block' as const, 'unblock' as const),
      person: fc.integer({ min: 0, max: PHONES - 1 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('begin' as const, 'expire' as const),
      ms: fc.integer({ min: 0, max: VALID_MS_MAX }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('renew' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 0, max: PASS_MS_MAX }),
    }),
  },
)
/** What each of a crowd does. */
export const histories = fc.array(fc.array(acts, { maxLength: 6 }), { minLength: PHONES, maxLength: PHONES })

/** Two who meet, and of whom one becomes valid or invalid after everybody has acted. */
export const DUE_LATER: readonly (readonly [string, readonly (readonly Act[])[]])[] = [
  [
    'ends',
    [
      [
        { kind: 'move', east: 0 },
        { kind: 'expire', ms: VALID_MS_MAX },
      ],
      [{ kind: 'move', east: 50 }],
    ],
  ],
  [
    'begins',
    [
      [
        { kind: 'begin', ms: VALID_MS_MAX },
        { kind: 'move', east: 0 },
      ],
      [{ kind: 'move', east: 50 }],
    ],
  ],
]

/** What an act changes of a subject. */
export function editOf(
  act: Extract<Act, { kind: 'switch' | 'radius' | 'begin' | 'expire' | 'renew' }>,
  { validUntil }: Subject,
): Partial<Subject> {
  switch (act.kind) {
    case 'switch':
      return { active: act.active }
    case 'radius':
      return { radiusMeters: act.meters }
    case 'begin':
      return { validFrom: Date.now() + act.ms, validUntil: undefined }
    case 'expire':
      return { validUntil: Date.now() + act.ms }
    case 'renew':
      pass(Math.max(0, (validUntil ?? 0) - Date.now()))
      return { validFrom: undefined, validUntil: undefined }
    default:
      return {}
  }
}

/** Lets time pass for all matchers. */
export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}
