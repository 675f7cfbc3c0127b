import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aNotice } from '#lib/builders/a-notice.ts'
import { mergeContents, type MergedContent } from './merge-contents.ts'

const ids = fc.integer({ min: 1, max: 16 }).map(String)

const match = fc
  .record({ id: ids, isSearch: fc.boolean(), validUntil: fc.option(fc.nat(99), { nil: undefined }) })
  .map(({ id, isSearch, validUntil }): MergedContent => {
    const [search, offer] = isSearch ? [id, 'other'] : ['other', id]
    const side = { person: 'p', subject: id, title: `title of ${id}`, mobile: false }
    const notice = aNotice({ match: { id: 'm', search, offer }, sides: [side], validUntil })
    return { kind: 'match', notice, side: 0 }
  })

const digest = fc
  .uniqueArray(ids, { minLength: 1, maxLength: 5 })
  .chain((subjects) =>
    fc.tuple(fc.constant(subjects), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 })),
  )
  .map(([subjects, counts]): MergedContent => {
    const told = subjects.map((subject, index) => ({
      subject,
      kind: 'search' as const,
      title: `title of ${subject}`,
      matches: counts[index] ?? 1,
    }))
    return {
      kind: 'digest',
      why: 'many',
      matches: told.reduce((sum, each) => sum + each.matches, 0),
      subjects: told,
    }
  })

describe('mergeContents()', () => {
  test('counts each match once, and lists at most ten subjects, those with the most matches first', () => {
    const property = fc.property(
      fc.array(fc.oneof(match, digest), { minLength: 1, maxLength: 40 }),
      (contents) => {
        // A plain model: each match is one entry of a list.
        const entries = contents.flatMap((content) =>
          content.kind === 'match'
            ? [content.notice.sides[0]?.subject ?? '']
            : content.subjects.flatMap(({ subject, matches }) => Array<string>(matches).fill(subject)),
        )
        const merged = mergeContents(contents)
        expect(merged.matches).toBe(entries.length)
        for (const { subject, matches } of merged.subjects)
          expect(matches).toBe(entries.filter((entry) => entry === subject).length)
        const counts = merged.subjects.map(({ matches }) => matches)
        expect(counts).toEqual(counts.toSorted((a, b) => b - a))
        expect(counts).toHaveLength(Math.min(10, new Set(entries).size))
      },
    )
    fc.assert(property)
  })

  test('ends with the last of its matches, and not at all if one does not end', () => {
    fc.assert(
      fc.property(fc.array(match, { minLength: 1, maxLength: 9 }), (contents) => {
        const ends = contents.map((content) =>
          content.kind === 'match' ? content.notice.validUntil : undefined,
        )
        const expected = ends.includes(undefined) ? undefined : Math.max(...ends.map(Number))
        expect(mergeContents(contents).validUntil).toBe(expected)
      }),
    )
  })
})
