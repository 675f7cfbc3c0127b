import { expect, test } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { draftOf } from './settle-pairs.ts'

const CAUSE = { source: '/tracker/test', id: 'e-1', time: 1 }

/** The picture that each side of a new match is shown. */
function picturesOf(searchImages: readonly string[], offerImages: readonly string[]) {
  const search = { ...aSearch({ images: searchImages }), anchor: BERLIN }
  const counterpart = { ...anOffer({ images: offerImages }), anchor: BERLIN }
  return draftOf({ search, counterpart, at: [BERLIN, BERLIN] }, CAUSE, 1).sides.map(({ picture }) => picture)
}

test('each side of a match has the first picture of the other side', () => {
  expect(picturesOf(['a', 'b'], ['c', 'd'])).toEqual(['c', 'a'])
  expect(picturesOf([], ['c'])).toEqual(['c', undefined])
  expect(picturesOf([], [])).toEqual([undefined, undefined])
})
