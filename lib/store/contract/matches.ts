import { beginMatch, foundOf } from '#lib/builders/begin-match.ts'
import { describe, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openMatchStore } from '#lib/store/open.ts'
import type { Match } from '#lib/store/matches.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'

const NOW = 1_760_000_000_000
const BEGIN_FIXTURE = new URL('begin-matches.fixture.ts', import.meta.url).pathname

/** The contract suite of `MatchStore`. */
export function describeMatchStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openMatchStore, await freshUrl())

  describeOutbox(`${name} match store`, async () => {
    const outbox = await open()
    return {
      outbox,
      async change() {
        const notice = aNoticeEvent()
        await beginMatch(outbox, aMatch(), notice)
        return notice
      },
    }
  })

  describe(`${name} match store`, () => {
    test('a match that is proposed and confirmed is kept, with its notice', async () => {
      const store = await open()
      const draft = aMatch()
      const notice = aNoticeEvent()
      const match = { ...draft, episode: 1, state: 'together', revision: 2 }
      expect(await beginMatch(store, draft, notice)).toEqual(match)
      expect(await store.currentOf([draft.search])).toEqual([match])
      expect(await store.currentOf([draft.offer])).toEqual([match])
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([notice])
    })

    test('a pair that is together is not proposed again, and no notice is kept', async () => {
      const store = await open()
      const draft = aMatch()
      const notice = aNoticeEvent()
      await beginMatch(store, draft, notice)
      const again = aMatch({ search: draft.search, offer: draft.offer })
      expect(await beginMatch(store, again, aNoticeEvent())).toBeUndefined()
      expect(await store.ofSubject(draft.search, 10)).toHaveLength(1)
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([notice])
    })

    test('concurrent calls that begin one pair through two connections begin it once', async () => {
      const url = await freshUrl()
      const stores = [await openForTest(openMatchStore, url), await openForTest(openMatchStore, url)]
      const pair = { search: 's', offer: 'o' }
      const begun = await Promise.all(
        Array.from({ length: 10 }, () =>
          stores.map((store) => beginMatch(store, aMatch(pair), aNoticeEvent())),
        ).flat(),
      )
      expect(begun.filter((match) => match !== undefined)).toHaveLength(1)
      expect(await stores[0]?.leaseUnsent(100, 1_000, NOW)).toHaveLength(1)
    })

    test('if two processes begin the same pairs, each pair begins once', async () => {
      const url = await freshUrl()
      const store = await openForTest(openMatchStore, url)
      const fixtures = [spawnFixture(BEGIN_FIXTURE, url, '40'), spawnFixture(BEGIN_FIXTURE, url, '40')]
      await Promise.all(fixtures.map(({ exited }) => exited))
      const begun = fixtures.map(({ lines }) => Number(lines().at(-1)))
      expect(begun.reduce((sum, count) => sum + count, 0)).toBe(40)
      expect(await store.recent(0, 100)).toHaveLength(40)
      expect(await store.leaseUnsent(100, 1_000, NOW)).toHaveLength(40)
    })

    test('the two directions of a pair are two pairs', async () => {
      const store = await open()
      await beginMatch(store, aMatch({ search: 'a', offer: 'b' }), aNoticeEvent())
      expect(await beginMatch(store, aMatch({ search: 'b', offer: 'a' }), aNoticeEvent())).toBeDefined()
      expect(await store.currentOf(['a'])).toHaveLength(2)
      expect(await store.ofSubject('a', 10)).toHaveLength(2)
    })

    test('a proposal has no notice and is not listed, but is found by its pair, its subjects, its people and its age', async () => {
      const store = await open()
      const draft = aMatch({ owners: { search: 'anna', offer: 'ben' }, foundAt: 5_000 })
      await store.propose([draft])
      await store.propose([])
      const proposed = { ...draft, episode: 1, state: 'proposed', revision: 1 }
      expect(await store.currentOfPairs([draft, { search: draft.offer, offer: draft.search }])).toEqual([
        proposed,
      ])
      expect(await store.currentOf([draft.offer])).toEqual([proposed])
      expect(await store.currentBetween(['ben', 'anna'])).toEqual([proposed])
      expect(await store.proposedBefore(5_001, 9)).toEqual([proposed])
      expect(await store.proposedBefore(5_000, 9)).toEqual([])
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([])
      expect(await store.ofSubject(draft.search, 9)).toEqual([])
      expect(await store.recent(0, 9)).toEqual([])
      expect(await store.ofOwner('anna', 9)).toEqual([])
    })

    test('propose() passes over pairs that have a current match, and proposes the others', async () => {
      const store = await open()
      const [known, other] = [aMatch(), aMatch()]
      await store.propose([known])
      const again = aMatch({ search: known.search, offer: known.offer })
      await store.propose([again, other])
      const current = await store.currentOfPairs([known, other])
      expect(current.map(({ id }) => id).toSorted()).toEqual([known.id, other.id].toSorted())
    })

    test('confirm(), withdraw() and end() change a match only if it is as the caller saw it', async () => {
      const store = await open()
      const draft = aMatch()
      const { id } = draft
      await store.propose([draft])
      expect(await store.end([{ seen: { id, revision: 1 }, endedAt: NOW, notice: aNoticeEvent() }])).toBe(0)
      expect(
        await store.confirm([{ seen: { id, revision: 2 }, found: foundOf(draft), notice: aNoticeEvent() }]),
      ).toEqual([])
      expect(await store.withdraw([{ id, revision: 2 }])).toBe(0)
      const found = foundOf({ ...draft, distanceClass: '1-2' })
      const notice = aNoticeEvent()
      expect(await store.confirm([{ seen: { id, revision: 1 }, found, notice }])).toEqual([notice])
      expect(await store.confirm([{ seen: { id, revision: 1 }, found, notice: aNoticeEvent() }])).toEqual([])
      expect(await store.confirm([{ seen: { id, revision: 2 }, found, notice: aNoticeEvent() }])).toEqual([])
      expect(await store.withdraw([{ id, revision: 2 }])).toBe(0)
      expect(await store.find([id])).toEqual([
        { ...draft, ...found, episode: 1, state: 'together', revision: 2 },
      ])
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([notice])
    })

    test('withdraw() deletes a proposal, and the pair may be proposed again', async () => {
      const store = await open()
      const draft = aMatch()
      await store.propose([draft])
      expect(await store.withdraw([{ id: draft.id, revision: 1 }])).toBe(1)
      expect(await store.find([draft.id])).toEqual([])
      const next = aMatch({ search: draft.search, offer: draft.offer })
      expect(await beginMatch(store, next, aNoticeEvent())).toMatchObject({ episode: 1, state: 'together' })
    })

    test('of concurrent calls that confirm or withdraw one proposal, one succeeds', async () => {
      const store = await open()
      const draft = aMatch()
      await store.propose([draft])
      const seen = { id: draft.id, revision: 1 }
      const done = await Promise.all([
        store.confirm([{ seen, found: foundOf(draft), notice: aNoticeEvent() }]),
        store.withdraw([seen]),
        store.confirm([{ seen, found: foundOf(draft), notice: aNoticeEvent() }]),
        store.withdraw([seen]),
      ])
      expect(done.flat().filter((isDone) => isDone !== 0)).toHaveLength(1)
    })

    test('confirm() gives the notices of the proposals that were as they were seen', async () => {
      const store = await open()
      const drafts = [aMatch(), aMatch(), aMatch()] as const
      await store.propose(drafts)
      const [first, , last] = drafts
      await store.withdraw([{ id: drafts[1].id, revision: 1 }])
      const notices = drafts.map(() => aNoticeEvent())
      const changes = drafts.map((draft, index) => {
        const [notice = aNoticeEvent()] = notices.slice(index)
        return { seen: { id: draft.id, revision: 1 }, found: foundOf(draft), notice }
      })
      const confirmed = await store.confirm(changes)
      expect(confirmed).toEqual([notices[0], notices[2]])
      expect((await store.find([first.id, last.id])).map(({ state }) => state)).toEqual([
        'together',
        'together',
      ])
    })

    test('a notice that is leased by its writer is left to it until that time, and so is what follows', async () => {
      const store = await open()
      const draft = aMatch()
      const [found, ended] = [aNoticeEvent(), aNoticeEvent()]
      await store.propose([draft])
      const seen = { id: draft.id, revision: 1 }
      await store.confirm([{ seen, found: foundOf(draft), notice: found, leasedUntilMs: NOW + 5_000 }])
      await store.end([{ seen: { id: draft.id, revision: 2 }, endedAt: NOW, notice: ended }])
      expect(await store.leaseUnsent(10, 1_000, NOW + 4_999)).toEqual([])
      expect(await store.leaseUnsent(10, 1_000, NOW + 5_000)).toEqual([found, ended])
      await store.markSent([found.id, ended.id])
      expect(await store.leaseUnsent(10, 1_000, NOW + 9_000)).toEqual([])
    })

    test('the notices of a match are leased in order: a later one waits while an earlier one is held', async () => {
      const store = await open()
      const draft = aMatch()
      const [found, ended] = [aNoticeEvent(), aNoticeEvent()]
      await beginMatch(store, draft, found)
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([found])
      await store.end([{ seen: { id: draft.id, revision: 2 }, endedAt: NOW, notice: ended }])
      expect(await store.leaseUnsent(10, 1_000, NOW + 1)).toEqual([])
      await store.markSent([found.id])
      expect(await store.leaseUnsent(10, 1_000, NOW + 2)).toEqual([ended])
    })

    test('end() ends a match once, with its notice, and the next one is another episode', async () => {
      const store = await open()
      const draft = aMatch()
      const [found, ended] = [aNoticeEvent(), aNoticeEvent()]
      await beginMatch(store, draft, found)
      expect(
        await store.end([{ seen: { id: draft.id, revision: 2 }, endedAt: NOW + 1, notice: ended }]),
      ).toBe(1)
      expect(
        await store.end([{ seen: { id: draft.id, revision: 2 }, endedAt: NOW + 2, notice: aNoticeEvent() }]),
      ).toBe(0)
      expect(
        await store.end([{ seen: { id: 'unknown', revision: 2 }, endedAt: NOW + 2, notice: aNoticeEvent() }]),
      ).toBe(0)
      expect(await store.currentOf([draft.search])).toEqual([])
      expect(await store.ofSubject(draft.offer, 10)).toEqual([
        { ...draft, episode: 1, state: 'ended', revision: 3, endedAt: NOW + 1 },
      ])
      expect(await store.leaseUnsent(10, 1_000, NOW)).toEqual([found, ended])
      const next = aMatch({ search: draft.search, offer: draft.offer })
      expect(await beginMatch(store, next, aNoticeEvent())).toMatchObject({ episode: 2, state: 'together' })
    })

    test('concurrent end() calls of one match end it once', async () => {
      const store = await open()
      const draft = aMatch()
      await beginMatch(store, draft, aNoticeEvent())
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() =>
          store.end([{ seen: { id: draft.id, revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }]),
        ),
      )
      expect(answers.filter((isEnded) => isEnded)).toHaveLength(1)
      expect(await store.leaseUnsent(10, 1_000, NOW)).toHaveLength(2)
    })

    test('find() returns the matches that exist', async () => {
      const store = await open()
      const [one, other] = [aMatch(), aMatch()]
      for (const draft of [one, other, aMatch()]) await beginMatch(store, draft, aNoticeEvent())
      const found = await store.find([one.id, 'unknown', other.id])
      expect(found.map(({ id }) => id).toSorted()).toEqual([one.id, other.id].toSorted())
      expect(found).toContainEqual({ ...one, episode: 1, state: 'together', revision: 2 })
      expect(await store.find([])).toEqual([])
    })

    test('roomOf() counts the current matches of each subject, on both sides and also proposals', async () => {
      const store = await open()
      const ended = aMatch({ search: 'a', offer: 'b' })
      for (const draft of [ended, aMatch({ search: 'a', offer: 'c' }), aMatch({ search: 'c', offer: 'a' })])
        await beginMatch(store, draft, aNoticeEvent())
      await store.propose([aMatch({ search: 'd', offer: 'a' })])
      await store.end([{ seen: { id: ended.id, revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }])
      const asked = ['a', 'b', 'c', 'd', 'nobody']
      const roomFor = async (max: number) => Object.fromEntries(await store.roomOf(asked, max))
      expect(await roomFor(5)).toEqual({ a: 2, b: 5, c: 3, d: 4, nobody: 5 })
      expect(await roomFor(3)).toEqual({ a: 0, b: 3, c: 1, d: 2, nobody: 3 })
      expect(await roomFor(1)).toEqual({ a: 0, b: 1, c: 0, d: 0, nobody: 1 })
      expect(await store.roomOf([], 3)).toEqual(new Map())
    })

    test('currentBetween() returns the current matches of two people, in both directions', async () => {
      const store = await open()
      const owned = (search: string, offer: string) => aMatch({ owners: { search, offer } })
      const drafts = [owned('anna', 'ben'), owned('ben', 'anna'), owned('anna', 'ben')] as const
      for (const draft of [...drafts, owned('anna', 'carl'), owned('carl', 'ben')]) {
        await beginMatch(store, draft, aNoticeEvent())
      }
      const idsOf = async (one: string, other: string) =>
        (await store.currentBetween([one, other])).map(({ id }) => id).toSorted()
      expect(await idsOf('anna', 'ben')).toEqual(drafts.map(({ id }) => id).toSorted())
      expect(await idsOf('ben', 'anna')).toEqual(drafts.map(({ id }) => id).toSorted())
      expect(await idsOf('anna', 'nobody')).toEqual([])
      await store.end([{ seen: { id: drafts[0].id, revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }])
      expect(await idsOf('anna', 'ben')).toEqual([drafts[1].id, drafts[2].id].toSorted())
    })

    test('ofSubject() and recent() return the newest first, up to the limit', async () => {
      const store = await open()
      const drafts = [
        aMatch({ search: 'mine', foundAt: 1_000 }),
        aMatch({ search: 'mine', foundAt: 4_000 }),
        aMatch({ offer: 'mine', foundAt: 3_000 }),
        aMatch({ foundAt: 2_000 }),
      ] as const
      for (const draft of drafts) await beginMatch(store, draft, aNoticeEvent())
      const [oldest, newest, middle, other] = drafts.map(({ id }) => id)
      expect((await store.ofSubject('mine', 2)).map(({ id }) => id)).toEqual([newest, middle])
      expect((await store.ofSubject('mine', 9)).map(({ id }) => id)).toEqual([newest, middle, oldest])
      expect(await store.ofSubject('mine', 9, { foundAt: 1_000, id: drafts[0].id })).toEqual([])
      expect((await store.recent(2_000, 9)).map(({ id }) => id)).toEqual([newest, middle, other])
      expect((await store.recent(0, 1)).map(({ id }) => id)).toEqual([newest])
    })

    test('ofSubject() continues after a place, also among matches of the same time', async () => {
      const store = await open()
      const times = [3_000, 1_000, 2_000, 2_000, 2_000, 1_000]
      const sides = [{ search: 'mine' }, { offer: 'mine' }] as const
      for (const [index, foundAt] of times.entries()) {
        await beginMatch(store, aMatch({ ...sides[index % 2], foundAt }), aNoticeEvent())
      }
      const all = await store.ofSubject('mine', 99)
      expect(all).toHaveLength(6)
      const paged: Match[] = []
      for (let page = await store.ofSubject('mine', 2); page.length > 0;) {
        paged.push(...page)
        page = await store.ofSubject('mine', 2, page.at(-1))
      }
      expect(paged).toEqual(all)
    })

    test('ofOwner() returns the matches of a person on both sides', async () => {
      const store = await open()
      const owned = (search: string, offer: string, foundAt: number) =>
        aMatch({ owners: { search, offer }, foundAt })
      const drafts = [owned('ada', 'ben', 1), owned('ben', 'ada', 3), owned('ada', 'ada', 2)] as const
      for (const draft of [...drafts, owned('ben', 'carl', 4)]) await beginMatch(store, draft, aNoticeEvent())
      const [oldest, newest, middle] = drafts.map(({ id }) => id)
      const idsOf = async (owner: string, limit: number) =>
        (await store.ofOwner(owner, limit)).map(({ id }) => id)
      expect(await idsOf('ada', 9)).toEqual([newest, middle, oldest])
      expect(await idsOf('ada', 2)).toEqual([newest, middle])
      expect(await idsOf('nobody', 9)).toEqual([])
    })

    test('currentOfOffers() gives the current matches of offers of an owner, in pages by id', async () => {
      const store = await open()
      const owned = (id: string, search: string, offer: string) => aMatch({ id, owners: { search, offer } })
      const drafts = ['1', '2', '3'].map((id) => owned(id, 'ben', 'ada'))
      for (const draft of [...drafts, owned('4', 'ada', 'ben'), owned('5', 'ben', 'carl')])
        await beginMatch(store, draft, aNoticeEvent())
      await store.end([{ seen: { id: '2', revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }])
      const ids = async (beyond: string, limit: number) =>
        (await store.currentOfOffers('ada', beyond, limit)).map(({ id }) => id)
      expect(await ids('', 9)).toEqual(['1', '3'])
      expect(await ids('', 1)).toEqual(['1'])
      expect(await ids('1', 9)).toEqual(['3'])
    })

    test('removeOf() removes only the matches of one person', async () => {
      const store = await open()
      const owned = (search: string, offer: string) => aMatch({ owners: { search, offer } })
      const [first, second, other] = [owned('ada', 'ben'), owned('ben', 'ada'), owned('ben', 'carl')]
      for (const draft of [first, second, other]) await beginMatch(store, draft, aNoticeEvent())
      await store.end([{ seen: { id: first.id, revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }])
      await store.removeOf('ada')
      await store.removeOf('nobody')
      const left = await store.find([first.id, second.id, other.id])
      expect(left.map(({ id }) => id)).toEqual([other.id])
    })
  })
}
