import { describe, expect, test } from 'vitest'
import { aReport } from '#lib/builders/a-report.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openReportStore } from '#lib/store/open.ts'
import type { Message } from '#lib/store/channels.ts'
import { PLATFORM_REPORTER, type Decision, type Report } from '#lib/store/reports.ts'

const DECISION: Decision = { kind: 'hide', reasons: 'It is a scam', at: 2, by: 'olga' }

const aMessage = (from: string, over: Partial<Message> = {}): Message => ({
  channel: 'c',
  seq: 1,
  id: newId(),
  from,
  at: 1,
  text: `of ${from}`,
  version: 1,
  ...over,
})

const idsOf = ({ items }: { readonly items: readonly Report[] }) => items.map(({ id }) => id)

/** The contract suite of `ReportStore`. */
export function describeReportStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openReportStore, await freshUrl())

  describe(`${name} report store`, () => {
    test('add() keeps a report as it is, whatever its words and its evidence are', async () => {
      const store = await open()
      const whole = aReport({
        text: `$where '"\\ \u{1F511} %_`,
        email: 'mila@example.org',
        evidence: { subject: { 'a.b': { $set: [null, 1.5] } }, messages: [aMessage('ben', { image: 'ab' })] },
      })
      const bare = aReport({
        about: { type: 'message', channel: 'c', id: 'm' },
        reporter: undefined,
        owner: undefined,
        evidence: {},
      })
      expect(await store.add(whole)).toEqual(whole)
      await store.add(bare)
      expect(await store.find(whole.id)).toEqual(whole)
      expect(await store.find(bare.id)).toEqual(bare)
      expect(await store.find('unknown')).toBeUndefined()
    })

    test('add() keeps one open report of a person about a thing, also if several come at once', async () => {
      const store = await open()
      const added = await Promise.all(Array.from({ length: 9 }, () => store.add(aReport())))
      expect(new Set(added.map(({ id }) => id)).size).toBe(1)
      const others = [
        aReport({ reporter: 'carl' }),
        aReport({ about: { type: 'subject', id: 'offer-2' } }),
        aReport({ about: { type: 'person', id: 'offer-1' } }),
        aReport({ reporter: undefined }),
        aReport({ reporter: undefined }),
      ]
      for (const each of others) expect(await store.add(each)).toEqual(each)
      expect((await store.list({ limit: 20 })).items).toHaveLength(6)
    })

    test('add() keeps a further report of a person after the decision about the one before', async () => {
      const store = await open()
      const first = aReport()
      await store.add(first)
      await store.update({ ...first, decision: DECISION, version: 2 }, 1)
      const second = aReport()
      expect(await store.add(second)).toEqual(second)
      expect((await store.add(aReport())).id).toBe(second.id)
    })

    test('update() replaces the version that was seen, and one of several at once', async () => {
      const store = await open()
      const report = aReport()
      await store.add(report)
      const decided = { ...report, decision: DECISION, version: 2 }
      const done = await Promise.all([1, 2, 3].map(() => store.update(decided, 1)))
      expect(done.filter(Boolean)).toHaveLength(1)
      expect(await store.find(report.id)).toEqual(decided)
      expect(await store.update({ ...decided, id: newId() }, 1)).toBe(false)
    })

    test('list() gives the oldest first, page by page, by state and by thing', async () => {
      const store = await open()
      const about = { type: 'picture', id: 'p' } as const
      const reports = [
        aReport({ reporter: 'a' }),
        aReport({ reporter: 'b', about }),
        aReport({ reporter: 'c', decision: DECISION }),
        aReport({ reporter: 'd', about, decision: DECISION }),
      ]
      const [a, b, c, d] = reports.map(({ id }) => id)
      for (const each of reports.toReversed()) await store.add(each)
      const first = await store.list({ limit: 3 })
      expect([idsOf(first), first.next]).toEqual([[a, b, c], c])
      const second = await store.list({ limit: 3, cursor: first.next })
      expect([idsOf(second), second.next]).toEqual([[d], undefined])
      expect(idsOf(await store.list({ state: 'open', limit: 9 }))).toEqual([a, b])
      expect(idsOf(await store.list({ state: 'decided', limit: 9, cursor: c }))).toEqual([d])
      expect(idsOf(await store.list({ about, limit: 9 }))).toEqual([b, d])
      expect(idsOf(await store.list({ about, state: 'decided', limit: 9 }))).toEqual([d])
      expect((await store.list({ about, limit: 2 })).next).toBeUndefined()
    })

    test('reporters() counts people with an open report about a thing, up to a number', async () => {
      const store = await open()
      const { about } = aReport()
      for (const reporter of ['anna', 'carl', 'dora', PLATFORM_REPORTER, undefined, undefined])
        await store.add(aReport({ reporter }))
      await store.add(aReport({ reporter: 'emil', decision: DECISION }))
      await store.add(aReport({ reporter: 'emil', about: { type: 'subject', id: 'another' } }))
      expect(await store.reporters(about, 9)).toBe(3)
      expect(await store.reporters(about, 2)).toBe(2)
      expect(await store.reporters({ type: 'person', id: 'nobody' }, 9)).toBe(0)
    })

    test('ofReporter() gives the reports of one person, page by page', async () => {
      const store = await open()
      const ids = ['offer-1', 'offer-2', 'offer-3']
      const own = ids.map((id) => aReport({ about: { type: 'subject', id } }))
      for (const each of [...own, aReport({ reporter: 'carl' })]) await store.add(each)
      const first = await store.ofReporter('anna', { limit: 2 })
      expect(first.items).toEqual(own.slice(0, 2))
      expect((await store.ofReporter('anna', { limit: 2, cursor: first.next })).items).toEqual(own.slice(2))
    })

    test('forget() removes what was last decided before a time; what is open stays', async () => {
      const store = await open()
      const decidedAt = (at: number) => aReport({ reporter: undefined, decision: { ...DECISION, at } })
      const [old, young, unlooked] = [decidedAt(1), decidedAt(3), aReport({ at: 1 })]
      for (const each of [old, young, unlooked]) await store.add(each)
      expect(await store.forget(1)).toBe(0)
      expect(await store.forget(3)).toBe(1)
      expect((await store.list({ limit: 9 })).items).toEqual([young, unlooked])
      await store.update({ ...young, decision: { ...DECISION, at: 9 }, version: 2 }, 1)
      expect(await store.forget(9)).toBe(0)
    })

    test('removeOf() removes what is reported of a person, and the person from what they reported', async () => {
      const store = await open()
      const messages = [aMessage('anna'), aMessage('ben')]
      const about = { type: 'message', channel: 'c', id: 'm' } as const
      const [made, ofThem, other] = [
        aReport({ about, evidence: { messages }, email: 'anna@example.org' }),
        aReport({ reporter: 'carl', owner: 'anna', about: { type: 'person', id: 'anna' } }),
        aReport({ reporter: 'carl' }),
      ]
      for (const each of [made, ofThem, other]) await store.add(each)
      await store.removeOf('anna')
      await store.removeOf('anna')
      const { reporter: _reporter, email: _email, ...rest } = made
      expect(await store.find(made.id)).toEqual({
        ...rest,
        text: '',
        evidence: { messages: messages.slice(1) },
        version: 2,
      })
      expect(await store.find(ofThem.id)).toBeUndefined()
      expect(await store.find(other.id)).toEqual(other)
      expect((await store.ofReporter('anna', { limit: 9 })).items).toEqual([])
      expect(await store.update({ ...made, decision: DECISION, version: 2 }, 1)).toBe(false)
    })
  })
}
