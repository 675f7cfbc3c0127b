import { describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { peopleKey, type TwoPeople } from '#lib/matching/people-key.ts'
import type { Block, BlockStore } from '#lib/store/blocks.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openBlockStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000
const MAX = 3

function aBlock(by: string, person: string, since = NOW): Block {
  return { id: newId(), by, person, since }
}

/** The contract suite of `BlockStore`. */
export function describeBlockStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openBlockStore, await freshUrl())

  describeOutbox(`${name} block store`, async () => {
    const outbox = await open()
    return {
      outbox,
      async change() {
        const block = aBlock(newId(), 'ben')
        await outbox.add(block, MAX)
        return block
      },
    }
  })

  describe(`${name} block store`, () => {
    test('add() stores a block once, and puts it into the outbox', async () => {
      const store = await open()
      const block = aBlock('anna', 'ben')
      expect(await store.add(block, MAX)).toBe('added')
      expect(await store.add(aBlock('anna', 'ben', NOW + 9), MAX)).toBe('known')
      expect(await store.ofPerson('anna')).toEqual([{ person: 'ben', since: NOW }])
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([block])
    })

    test('concurrent add() calls of one block store it once', async () => {
      const store = await open()
      const outcomes = await Promise.all(
        [1, 2, 3, 4, 5].map((since) => store.add(aBlock('anna', 'ben', since), MAX)),
      )
      expect(outcomes.toSorted()).toEqual(['added', 'known', 'known', 'known', 'known'])
      expect(await store.ofPerson('anna')).toHaveLength(1)
      expect(await store.leaseUnsent(9, 1_000, NOW)).toHaveLength(1)
    })

    test('add() keeps to the limit per person, also when called concurrently; a removed block makes room for another', async () => {
      const store = await open()
      const people = ['b', 'c', 'd', 'e', 'f', 'g']
      const outcomes = await Promise.all(people.map((person) => store.add(aBlock('anna', person), MAX)))
      expect(outcomes.toSorted()).toEqual(['added', 'added', 'added', 'full', 'full', 'full'])
      const kept = (await store.ofPerson('anna')).map(({ person }) => person)
      expect(kept).toHaveLength(MAX)
      expect(await store.leaseUnsent(9, 1_000, NOW)).toHaveLength(MAX)
      expect(await store.add(aBlock('anna', kept[0] ?? ''), MAX)).toBe('known')
      expect(await store.add(aBlock('ben', 'anna'), MAX)).toBe('added')
      await store.remove(aBlock('anna', kept[0] ?? ''))
      expect(await store.add(aBlock('anna', 'h'), MAX)).toBe('added')
    })

    test('remove() removes only the given block, puts it into the outbox as lifted, and is false when called again', async () => {
      const store = await open()
      await blockEach(store, [
        ['anna', 'ben'],
        ['anna', 'carl'],
        ['ben', 'anna'],
      ])
      await store.markSent((await store.leaseUnsent(9, 1_000, NOW)).map(({ id }) => id))
      const lifted = aBlock('anna', 'ben', NOW + 5)
      expect(await store.remove(lifted)).toBe(true)
      expect(await store.remove(aBlock('anna', 'ben'))).toBe(false)
      expect(await store.remove(aBlock('nobody', 'ben'))).toBe(false)
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([{ ...lifted, isLifted: true }])
      expect(await store.ofPerson('anna')).toEqual([{ person: 'carl', since: NOW }])
      expect(await store.ofPerson('ben')).toEqual([{ person: 'anna', since: NOW }])
      expect(await store.add(aBlock('anna', 'ben', NOW + 1), MAX)).toBe('added')
    })

    test('ofPerson() gives the newest first, and nothing of a person who blocked nobody', async () => {
      const store = await open()
      for (const [person, since] of [
        ['ben', 2],
        ['carl', 3],
        ['dora', 1],
      ] as const) {
        await store.add(aBlock('anna', person, since), MAX)
      }
      expect((await store.ofPerson('anna')).map(({ person }) => person)).toEqual(['carl', 'ben', 'dora'])
      expect(await store.ofPerson('ben')).toEqual([])
    })

    test('between() returns the pairs in which one person blocked the other, in either direction', async () => {
      const store = await open()
      await blockEach(store, [
        ['anna', 'ben'],
        ['carl', 'anna'],
        ['carl', 'ben'],
      ])
      const pairs: TwoPeople[] = ['ben', 'carl', 'dora', 'anna'].map((other) => ['anna', other])
      const blocked = new Set([peopleKey('anna', 'ben'), peopleKey('anna', 'carl')])
      expect(await store.between(pairs)).toEqual(blocked)
      expect(await store.between(pairs.map(([one, other]) => [other, one]))).toEqual(blocked)
      expect(await store.between([['dora', 'ben']])).toEqual(new Set())
      expect(await store.between([])).toEqual(new Set())
      await store.remove(aBlock('anna', 'ben'))
      expect(await store.between([['ben', 'anna']])).toEqual(new Set())
    })

    test('between() accepts 500 pairs, the size of a page of candidates', async () => {
      const store = await open()
      await store.add(aBlock('p-499', 'anna'), MAX)
      const pairs = Array.from({ length: 500 }, (_, index): TwoPeople => ['anna', `p-${index}`])
      expect(await store.between(pairs)).toEqual(new Set([peopleKey('anna', 'p-499')]))
    })

    test('removeOf() removes all blocks by a person and of that person', async () => {
      const store = await open()
      await blockEach(store, [
        ['anna', 'ben'],
        ['carl', 'anna'],
        ['carl', 'ben'],
      ])
      await store.removeOf('anna')
      await store.removeOf('nobody')
      expect(await store.ofPerson('anna')).toEqual([])
      expect(await store.ofPerson('carl')).toMatchObject([{ person: 'ben' }])
      expect(
        await store.between([
          ['anna', 'ben'],
          ['anna', 'carl'],
        ]),
      ).toEqual(new Set())
    })

    test('ids of people are compared as plain text, also with special characters', async () => {
      const store = await open()
      const odd = ['$blocked', '$$ROOT', 'a.b', 'importer:x', "'; drop table blocks", 'null']
      for (const person of odd) {
        expect(await store.add(aBlock(person, `${person}!`), MAX)).toBe('added')
        expect(await store.ofPerson(person)).toEqual([{ person: `${person}!`, since: NOW }])
        expect(await store.between([[person, `${person}!`]])).toEqual(
          new Set([peopleKey(person, `${person}!`)]),
        )
        expect(await store.between([[person, person]])).toEqual(new Set())
      }
    })
  })
}

async function blockEach(store: BlockStore, pairs: readonly TwoPeople[]): Promise<void> {
  for (const [by, person] of pairs) await store.add(aBlock(by, person), MAX)
}
