import { beginMatch } from '#lib/builders/begin-match.ts'
import { MongoClient, type Document } from 'mongodb'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { anInboxItem } from '#lib/builders/an-inbox-item.ts'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { aReport } from '#lib/builders/a-report.ts'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { everyQuery } from '#lib/store/contract/every-query.ts'
import { mappingQueries } from '#lib/store/contract/mapping-queries.ts'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { DELIVERY_STATES } from '#lib/store/deliveries.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import {
  openAssetStore,
  openAuditStore,
  openBlockStore,
  openBulkStore,
  openCandidateQueue,
  openCounterStore,
  openDeliveryStore,
  openDeviceStore,
  openEndingStore,
  openSweepStore,
  openErasureStore,
  openForbiddenStore,
  openInboxStore,
  openMappingStore,
  openMatchStore,
  openPositionStore,
  openPreferenceStore,
  openReportStore,
  openRingStore,
  openRunStore,
  openSubjectIndex,
  openSubjectStore,
  openWriteKeyStore,
  type Opened,
} from '#lib/store/open.ts'
import { freshUrl } from './fresh-url.fixture.ts'

const uri = inject('mongodbUri')
const NOW = 1_760_000_000_000
const PROFILE_BYTES = 64 * 1_048_576

const QUERIES = everyQuery()

// The server writes down each command with the plan it took.
// Told at the start of the run why there is no MongoDB; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('query plans of the mongodb stores', () => {
  const called = new Set<string>()
  const methods = new Set<string>()
  const stores: Opened<unknown>[] = []
  let client: MongoClient
  let profiled: Document[] = []

  /** Opens a store whose calls are written down. */
  async function open<Port extends object>(
    name: string,
    opener: (url: string) => Promise<Opened<Port>>,
    url: string,
  ): Promise<Port> {
    const store = await opener(url)
    stores.push(store)
    for (const method of Object.keys(store)) if (method !== 'close') methods.add(`${name}.${method}`)
    return new Proxy(store, {
      get(target, method) {
        called.add(`${name}.${String(method)}`)
        return Reflect.get(target, method)
      },
    })
  }

  async function callEverything(url: string): Promise<void> {
    const assets = await open('assets', openAssetStore, url)
    const likeness = '0123456789abcdef'
    const looks = { placeholder: 'aa', likeness }
    const asset = { id: 'ab', owner: 'ada', width: 1, height: 1, bytes: 1, created: 1, ...looks }
    await assets.add(asset)
    await assets.add(asset)
    await assets.find('ab')
    await assets.find('ab', 'ada')
    await assets.isShared('ab', 'ada')
    await assets.ofOwner('ada', 9)
    await assets.pictures(['ab'])
    await assets.markAlike(['ab'])
    for (const isAlike of [false, true])
      for (const after of [undefined, { added: 2, id: 'b' }])
        await assets.newest({ limit: 9, after, isAlike })
    await assets.alike({ id: 'cd', likeness }, 9)
    await assets.remove('ab', 'ada', 1)
    await assets.isGone('ab')
    await assets.forgetGone(2, 9)

    const audit = await open('audit', openAuditStore, url)
    const act = {
      person: 'ada',
      role: 'admin',
      method: 'PUT',
      route: '/',
      params: {},
      requestId: 'r',
    } as const
    await audit.begin({ ...act, id: firstIdAt(NOW), station: 'storage' })
    await audit.finish(firstIdAt(NOW), 200)
    for (const person of [undefined, 'ada']) {
      for (const station of [undefined, 'storage' as const]) {
        for (const before of [undefined, firstIdAt(NOW + 1)]) {
          await audit.list({ person, station, since: NOW, before, limit: 9 })
        }
      }
    }
    await audit.dropChangesOf('anna')
    await audit.forget(NOW)

    const blocks = await open('blocks', openBlockStore, url)
    for (const person of ['ben', 'ben', 'carl']) {
      await blocks.add({ id: `b-${person}`, by: 'ada', person, since: NOW }, 1)
    }
    await blocks.ofPerson('ada')
    await blocks.between([['ben', 'ada']])
    await blocks.remove({ id: 'r', by: 'ada', person: 'ben', since: NOW })
    await blocks.removeOf('ada')

    const counters = await open('counters', openCounterStore, url)
    const stretch = { counter: 'c', topic: 't', partition: 0, firstOffset: 0, nextOffset: 1 }
    await counters.add({ ...stretch, counts: [{ minute: 0, key: 'k', count: 1 }] })
    await counters.countedTo('c', 't', 0)
    await counters.series('c', 0)

    const deliveries = await open('deliveries', openDeliveryStore, url)
    const delivery = aDelivery()
    await deliveries.add([delivery, aDelivery()])
    await deliveries.addLeased([aDelivery()], { leaseMs: 1, nowMs: NOW })
    await deliveries.lease({ channel: 'onesignal', max: 1, leaseMs: 1_000, nowMs: NOW })
    await deliveries.settle([
      { id: delivery.id, state: 'pending', dueAtMs: NOW, reason: 'later', isTry: true },
    ])
    await deliveries.route([delivery.device], 'log')
    await deliveries.handOver('old', { device: 'new', person: 'p', channel: 'log' })
    await deliveries.waiting()
    await deliveries.settle([{ id: delivery.id, state: 'sent', atMs: NOW, event: anOutgoingEvent() }])
    await deliveries.find(delivery.id)
    await deliveries.ofMatch(delivery.match)
    await deliveries.retry([delivery.id], ['sent'])
    await deliveries.withdraw([delivery.match], NOW, 'over')
    const told = { kind: 'message', channel: 'c', match: 'm', messages: 1, received: 1 } as const
    const message = { ...aDelivery(), match: 'c 0', pair: 'c', content: told }
    await deliveries.add([message])
    await deliveries.endMessages([{ channel: 'c', person: message.person }], 'read')
    await deliveries.add([{ ...message, id: 'later', content: { ...told, received: 2 } }])
    await deliveries.withdraw(['m'], NOW, 'over')
    await deliveries.withdrawnAmong(['m', 'n'])
    await deliveries.react({ channel: 'log', providerId: 'n-1', kind: 'opened', atMs: NOW })
    await deliveries.rungRecently([{ ...delivery, match: 'another' }], { nowMs: NOW, windowMs: 1 })
    for (const person of [undefined, 'seeker']) {
      for (const state of [undefined, ...DELIVERY_STATES]) await deliveries.list({ person, state, limit: 9 })
    }
    for (const state of [undefined, ...DELIVERY_STATES])
      await deliveries.list({ person: 'seeker', device: 'seeker-phone', state, limit: 9 })
    await deliveries.countOfMatches([delivery.match])
    const later = aDelivery()
    await deliveries.add([later])
    const hold = { id: later.id, state: 'held', why: 'many', dueAtMs: NOW, reason: 'many' } as const
    await deliveries.settle([hold])
    await deliveries.leaseHeld({ max: 9, leaseMs: 1, nowMs: NOW })
    const digest = {
      draft: { ...aDelivery(), content: { kind: 'test' as const } },
      told: [later.id],
      atMs: NOW,
    }
    await deliveries.closeHeld({ outcomes: [], digest })
    await deliveries.forget(NOW, 9)
    await deliveries.removeOf('seeker')

    const devices = await open('devices', openDeviceStore, url)
    await devices.register({ id: 'd', person: 'ada', created: 1 })
    await devices.find('d')
    await devices.ofPerson('ada')
    for (const keyId of ['k1', 'k2']) await devices.rotate({ id: 'd' }, { keyId, nowMs: NOW, graceMs: 1 })
    await devices.revoke({ id: 'd', person: 'ada' }, NOW)
    await devices.release({ id: 'd' }, NOW)
    await devices.revokedKeys(0, 9)

    const erasures = await open('erasures', openErasureStore, url)
    const task = { id: 't', person: 'ada', places: ['storage'], dueAt: NOW }
    await erasures.erase({ person: 'ada', erasedAt: NOW, copiesUntil: NOW + 1 }, [task])
    await erasures.find('ada')
    await erasures.list(0, 9)
    await erasures.forget(NOW)
    await erasures.addTask({ ...task, id: 'u' })
    await erasures.leaseTasks(9, 1, NOW)
    await erasures.finishPlace('t', 'storage')

    const forbidden = await open('forbidden', openForbiddenStore, url)
    for (const version of [0, 1]) await forbidden.replace([], version)
    await forbidden.read()

    const sweeps = await open('sweeps', openSweepStore, url)
    await sweeps.lease('x', NOW, 1)
    await sweeps.done('x', NOW)
    const endings = await open('endings', openEndingStore, url)
    await endings.add({ person: 'ada', until: NOW })
    await endings.ofPerson('ada')
    await endings.list(0, 9)
    await endings.last()
    await endings.forget(NOW)

    const inbox = await open('inbox', openInboxStore, url)
    const thing = anInboxItem({ person: 'ada', other: 'ben' })
    await inbox.apply([
      { does: 'add', item: thing },
      { does: 'add', item: anInboxItem() },
    ])
    for (const isUnread of [undefined, true]) {
      for (const last of [undefined, { at: NOW + 1, id: 'x' }]) {
        await inbox.list({ person: 'ada', isUnread, limit: 9, last })
      }
    }
    await inbox.unread('ada')
    await inbox.read('ada', { ids: [thing.id] }, NOW)
    await inbox.read('ada', { through: 9 }, NOW)
    await inbox.remove('ada', thing.id, NOW)
    await inbox.removeBetween([['ada', 'ben']], NOW)
    await inbox.lastChanges(['ada'])
    await inbox.changesOf('ada', 0, 9)
    await inbox.sweep({ readBefore: NOW, happenedBefore: NOW, max: 9 })
    await inbox.removeOf('ben', NOW)

    const mappings = await open('mappings', openMappingStore, url)
    const mapping = aMapping()
    await mappings.register(mapping)
    await mappings.register(aMapping({ person: 'eve', device: mapping.device }))
    const moved = aMapping({ subscription: mapping.subscription })
    await mappings.register(moved, 'nobody')
    await mappings.change(mapping.device, { locale: 'en' })
    await mappings.holderOf(mapping)
    await mappings.trim(mapping.person, 0)
    await mappings.find(mapping.device)
    await mappings.findAll([mapping.device])
    await mappings.ofPeople([mapping.person])
    for (const query of mappingQueries()) await mappings.list(query)
    await mappings.countActive('onesignal')
    await mappings.markGone([mapping], NOW)
    await mappings.remove(mapping.device)

    const matches = await open('matches', openMatchStore, url)
    const match = aMatch()
    await beginMatch(matches, match, aNoticeEvent())
    await matches.currentOfPairs([match])
    await matches.proposedBefore(NOW, 9)
    await matches.withdraw([{ id: match.id, revision: 9 }])
    await matches.find([match.id])
    await matches.currentBetween(['seeker', 'giver'])
    await matches.ofOwner('seeker', 9)
    await matches.currentOfOffers('giver', '', 9)
    await matches.removeOf('giver')
    await matches.currentOf([match.search])
    await matches.roomOf([match.search, match.offer], 9)
    await matches.ofSubject(match.offer, 9)
    await matches.ofSubject(match.offer, 9, match)
    await matches.recent(0, 9)
    await matches.end([{ seen: { id: match.id, revision: 2 }, endedAt: NOW, notice: aNoticeEvent() }])

    const positions = await open('positions', openPositionStore, url)
    for (const timeMs of [2, 1])
      await positions.write([changeTo(aPosition({ device: 'd', person: 'p', timeMs }))])
    await positions.write([{ device: 'd', doubt: { at: BERLIN, timeMs: NOW, event: 'e' } }])
    await positions.findAll(['d'])
    await positions.aged({ afterMs: 0, untilMs: NOW, limit: 9 })
    await positions.ofPerson('p')
    await positions.removeOf('p', 'd')
    await positions.removeOf('p')

    const queue = await open('queue', openCandidateQueue, url)
    const seeker = { subject: 'a', cursor: 'x', cause: { source: 's', id: 'e', time: NOW } }
    await queue.add([seeker])
    await queue.add([seeker])
    await queue.lease(9, 1_000, NOW)
    await queue.park('a', { beyond: 1, untilMs: NOW + 1 })
    await queue.wake(['a'], NOW)
    await queue.beyond('a')
    await queue.lease(9, 1_000, NOW)
    for (const cursor of ['w', undefined, undefined])
      await queue.advance({ subject: 'a', lease: 'b' }, cursor, NOW)

    const reports = await open('reports', openReportStore, url)
    const report = aReport()
    await reports.add(report)
    await reports.add(aReport())
    await reports.find(report.id)
    await reports.update({ ...report, version: 2 }, 1)
    for (const state of [undefined, 'open' as const])
      for (const about of [undefined, report.about]) await reports.list({ state, about, limit: 9 })
    await reports.reporters(report.about, 9)
    await reports.ofReporter('anna', { limit: 9 })
    await reports.removeOf('anna')
    await reports.forget(NOW)

    const rings = await open('rings', openRingStore, url)
    await rings.take([{ person: 'ada', delivery: 'd', atMs: NOW }], { max: 1, windowMs: 1 })
    await rings.giveBack([{ person: 'ada', delivery: 'd' }])
    await rings.removeOf('ada')

    const preferences = await open('preferences', openPreferenceStore, url)
    for (const version of [0, 1]) await preferences.replace('ada', DEFAULT_PREFERENCES, version)
    await preferences.find('ada')
    await preferences.findAll(['ada', 'bob'])
    await preferences.removeOf('ada')

    const runs = await open('runs', openRunStore, url)
    for (const startedAt of [1, 5]) await runs.begin({ id: `r-${startedAt}`, importer: 'i', startedAt }, 2)
    const nothing = { created: 0, refreshed: 0, removed: 0, refused: 0 }
    await runs.beat('r-5', 6, nothing)
    await runs.cancel('r-5', 6)
    await runs.finish('r-5', { ...nothing, reasons: {}, refusals: [], state: 'suspect', endedAt: 6 })
    await runs.approve('r-5')
    await runs.find('r-5')
    await runs.refusals('r-5')
    await runs.latest('i', ['done', 'approved'])
    await runs.list('i', 9)

    const writeKeys = await open('writeKeys', openWriteKeyStore, url)
    const writeKey = { key: 'wk', id: 'i', name: 'n', origins: [], ratePerSecond: 1, burst: 1, created: 1 }
    await writeKeys.add(writeKey)
    await writeKeys.revoke('wk', NOW)
    await writeKeys.list(0, 9)

    const subjects = await open('subjects', openSubjectStore, url)
    const index = await open('index', openSubjectIndex, url)
    const search = aSearch({ device: 'd' })
    for (const subject of [search, anOffer()]) await subjects.create(subject, [anOutgoingEvent()])
    await subjects.find(search.id)
    await index.anchor(await index.findAll({ ids: [search.id], devices: ['d'], activeOf: ['ada'] }))
    await index.offersOf('ada', { cursor: 'x', limit: 9 })
    await index.turning({ afterMs: 0, untilMs: NOW, limit: 9 })
    await index.turning({ afterMs: 0, untilMs: NOW, limit: 9, cursor: 'x' })
    await candidatesOf(index, search)
    await candidatesOf(index, search, 1)
    for (const query of QUERIES) await subjects.list({ ...query, limit: 9 })
    await subjects.totals('offer', { limit: 9 })
    await subjects.words('b', 9)
    await subjects.history(search.id)
    await subjects.update({ ...search, version: 2 }, 1, [anOutgoingEvent()])
    const limit = { max: 1, nowMs: NOW }
    await subjects.create(aSearch({ owner: search.owner }), [anOutgoingEvent()], { limit })
    await subjects.remove(search.id, 2, [])

    const bulks = await open('bulks', openBulkStore, url)
    const lease = { nowMs: NOW, leaseMs: 1 }
    for (const run of ['r1', 'r2', 'r2']) {
      const { bulk } = await bulks.begin({ owner: 'ada', run, by: 'a test', ...lease })
      const entry = { at: NOW, by: { role: 'person', name: 'ada' }, action: 'create', fields: [] } as const
      const item = { subject: anOffer({ id: '0-1', owner: 'ada' }), line: 1, entry }
      const progress = {
        lines: 1,
        created: 1,
        refreshed: 0,
        unchanged: 0,
        removed: 0,
        refused: 0,
        unnamed: 0,
      }
      await bulks.write(bulk, { ids: ['0-1'], ...lease, limit: { max: 9, nowMs: NOW } }, ({ stored }) => ({
        created: stored.size === 0 ? [item] : [],
        refreshed: stored.size === 0 ? [] : [item],
        unchanged: [{ id: '0-1', line: 1 }],
        progress,
      }))
      await bulks.remove(bulk, 'vanished', { max: 9, ...lease })
      await bulks.leave(bulk, { isDone: false, dueAt: NOW, events: [anOutgoingEvent()] })
    }
    const { bulk } = await bulks.begin({ owner: 'ada', run: 'r3', by: 'a test', ...lease })
    await bulks.remove(bulk, 'vanished', { max: 9, ...lease })
    await bulks.remove(bulk, 'all', { max: 9, ...lease })
    await bulks.find('ada')
    await bulks.due(NOW, 9)
    for (const outbox of [blocks, bulks, deliveries, matches, subjects]) {
      const events = await outbox.leaseUnsent(9, 1_000, NOW)
      await outbox.markSent(events.map(({ id }) => id))
    }
    await bulks.forget('ada')
  }

  async function profile(level: number): Promise<void> {
    await client.db().command({ profile: level })
  }

  beforeAll(async () => {
    const url = freshUrl(uri ?? '')
    client = new MongoClient(url)
    await client.db().createCollection('system.profile', { capped: true, size: PROFILE_BYTES })
    await profile(2)
    await callEverything(url)
    await profile(0)
    profiled = await client.db().collection('system.profile').find().toArray()
  })

  afterAll(async () => {
    for (const store of stores) await store.close()
    await client.close()
  })

  /** The commands that read a whole collection, but for the few rows of the one that counts migrations. */
  function scansIn(commands: readonly Document[]): Document[] {
    return commands
      .filter(({ ns }) => !String(ns).endsWith('.migrations') && !String(ns).endsWith('.system.profile'))
      .filter((command) =>
        JSON.stringify([command['planSummary'], command['execStats']]).includes('COLLSCAN'),
      )
      .map(({ ns, command, planSummary }) => ({ ns, command, planSummary }))
  }

  test('no command reads a whole collection', () => {
    expect(scansIn(profiled)).toEqual([])
  })

  test('deliveries are leased in the order of their index: what waits is not sorted', () => {
    const leases = profiled.filter(({ command }) => Object.hasOwn(command?.sort ?? {}, 'urgency'))
    expect(leases.length).toBeGreaterThan(0)
    for (const lease of leases) {
      expect(lease['planSummary']).toContain('urgency: -1, freeAt: 1')
      expect(JSON.stringify(lease['execStats'])).not.toContain('"stage":"SORT"')
    }
  })

  test('every method of every store was called, and its plans were seen', () => {
    expect([...methods].filter((method) => !called.has(method))).toEqual([])
    const plans = profiled.filter(({ planSummary }) => typeof planSummary === 'string')
    expect(plans.length).toBeGreaterThan(QUERIES.length)
    const summaries = plans.map(({ planSummary }) => String(planSummary)).join('\n')
    for (const place of [
      '{ location: "2dsphere" }',
      'keywords: 1, location: "2dsphere"',
      'keywords: 1, _id: -1',
      'textTerms: 1',
      'kind: 1, owner: 1, active: 1',
      'unsent.keptAt: 1',
      'device: 1',
      'pair: 1, person: 1',
      'content.match: 1',
    ]) {
      expect(summaries).toContain(place)
    }
  })

  test('a scan would be noticed', async () => {
    await profile(2)
    await client.db().collection('matches').find({ foundBy: 'nobody' }).toArray()
    await profile(0)
    const all = await client.db().collection('system.profile').find().toArray()
    expect(scansIn(all)).toMatchObject([{ command: { filter: { foundBy: 'nobody' } } }])
  })
})
