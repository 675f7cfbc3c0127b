import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aPosition } from '#lib/builders/a-position.ts'
import { aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { devicesInDoubt, placeSubjects } from '#lib/store/place-subjects.ts'

const NOW = 1_760_000_000_000
const VALID_MS = 1_000

const followers = fc.array(
  fc.record({
    owner: fc.constantFrom('anna', 'ben'),
    device: fc.constantFrom('d-1', 'd-2', undefined),
    showLocation: fc.boolean(),
  }),
  { maxLength: 8 },
)

test('all that follows a device of one person is at one place, and is in the cell as soon as one of them is hidden', () => {
  fc.assert(
    fc.property(followers, fc.integer({ min: 0, max: 2 * VALID_MS }), (drafts, ageMs) => {
      const position = aPosition({ device: 'd-1', person: 'anna', timeMs: NOW - ageMs })
      const subjects = drafts.map((draft) => aSearch({ ...draft, at: draft.device ? undefined : BERLIN }))
      const placed = placeSubjects(subjects, {
        positions: [position],
        hidden: [],
        nowMs: NOW,
        options: { positionValidMs: VALID_MS },
      })
      const isHidden = drafts.some(
        ({ owner, device, showLocation }) => owner === 'anna' && device === 'd-1' && !showLocation,
      )
      for (const { owner, device, at } of placed) {
        const isThere = owner === 'anna' && device === 'd-1' && ageMs <= VALID_MS
        const shown = isHidden ? position.cell : position.at
        expect(at).toEqual(device === undefined ? BERLIN : isThere ? shown : undefined)
      }
    }),
  )
})

test('a hidden follower that is not among the subjects counts too; a device is in doubt until one is known', () => {
  const shown = aSearch({ owner: 'anna', device: 'd-1' })
  const position = aPosition({ person: 'anna', timeMs: NOW })
  const rest = { positions: [position], nowMs: NOW, options: { positionValidMs: VALID_MS } }
  const place = (owner: string) =>
    placeSubjects([shown], { ...rest, hidden: [{ device: 'd-1', owner }] })[0]?.at
  expect(place('anna')).toEqual(position.cell)
  expect(place('ben')).toEqual(position.at)
  expect(devicesInDoubt([shown])).toEqual(['d-1'])
  expect(devicesInDoubt([shown, aSearch({ owner: 'ben', device: 'd-1', showLocation: false })])).toEqual([
    'd-1',
  ])
  expect(devicesInDoubt([shown, aSearch({ owner: 'anna', device: 'd-1', showLocation: false })])).toEqual([])
})

test('the time of a position is known when it is too old for a place; a device is silent after a longer time', () => {
  const subject = aSearch({ owner: 'anna', device: 'd-1', at: undefined })
  const placed = (ageMs: number, person = 'anna') =>
    placeSubjects([subject], {
      positions: [aPosition({ person, timeMs: NOW - ageMs })],
      hidden: [],
      nowMs: NOW,
      options: { positionValidMs: VALID_MS, silentMs: 2 * VALID_MS },
    })[0]
  for (const ageMs of [VALID_MS + 1, 2 * VALID_MS])
    expect(placed(ageMs)).toEqual({ ...subject, positionTime: NOW - ageMs })
  expect(placed(VALID_MS)).not.toHaveProperty('paused')
  expect(placed(2 * VALID_MS + 1)).toMatchObject({
    at: undefined,
    positionTime: NOW - 2 * VALID_MS - 1,
    paused: true,
  })
  expect(placed(2 * VALID_MS + 1, 'ben')).toEqual(subject)
})
