import { z } from '@hono/zod-openapi'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Point } from '#lib/geo/point.ts'
import { matchPageSchema, type MatchList } from '#lib/service-client/match-list.ts'
import {
  openAuditStore,
  openBulkStore,
  openChannelStore,
  openForbiddenStore,
  openReportStore,
} from '#lib/store/open.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createStorage } from '../../storage/app.ts'
import { storagePages } from '../../storage/pages/all-pages.ts'
import { draftSchema, subjectSchema, type SubjectView } from '../../storage/subject-wire.ts'
import { editedSubject, newSubject } from '../../storage/write-subject.ts'
import { aChange, aPing, openWorld, type PlaceStores } from '../open-world.fixture.ts'

const countSchema = z.object({ count: z.int() })
const pageSchema = z.object({ items: z.array(subjectSchema) })

/** Storage and matching on one store. Its only reads are those of a stranger. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** How a subject is written. */
export interface Written {
  readonly kind: Subject['kind']
  readonly owner: string
  readonly keyword: string
  readonly radiusMeters: number
  /** Where it is; it follows the device instead when there is one. */
  readonly at?: Point
  readonly device?: string
  readonly showLocation?: boolean
}

/** A move of a phone. */
export interface Step {
  readonly person: string
  readonly device: string
  readonly at: Point
  readonly accuracyMeters?: number
}

/**
 * Opens a stage. Subjects are written as storage writes them, and matching hears of it at once.
 *
 * @param plant plants a fault, see `planted-faults.fixture.ts`
 */
export async function openStage(
  url?: string,
  plant?: (sound: PlaceStores) => Omit<PlaceStores, 'positions'>,
) {
  const folder = temporaryFolder()
  const storeUrl = url ?? `sqlite:${folder}/store.db`
  const world = await openWorld(folder, storeUrl, { plant })
  const audit = await openAuditStore(storeUrl)
  const bulks = await openBulkStore(storeUrl)
  const channels = await openChannelStore(storeUrl)
  const forbidden = await openForbiddenStore(storeUrl)
  const reports = await openReportStore(storeUrl)
  const app = createStorage({
    assets: openAssets(storagePages),
    subjects: world.store,
    courier: { nudge: () => undefined },
    bulks,
    bulkCourier: { nudge: () => undefined },
    channels,
    channelCourier: { nudge: () => undefined },
    reports,
    forbidden,
    images: {
      call: (path) => Promise.reject(new UnavailableError(`Cannot call ${path}: no images here`)),
    },
    // Strangers do not write through the API here, so nobody asks whose a device is.
    accounts: {
      call: (path) => Promise.reject(new UnavailableError(`Cannot call ${path}: no accounts here`)),
    },
    notifications: {
      call: (path) => Promise.reject(new UnavailableError(`Cannot call ${path}: no notifications here`)),
    },
    matching: {
      call: (path, { method = 'GET', json } = {}) => world.call(`${method} ${path}`, 'service:storage', json),
    },
    forwardPosition: () => Promise.reject(new UnavailableError('Cannot send a position: no tracker here')),
    identifier: { keys: world.keys, audience: 'storage', adminPassword: '' },
    audit,
    log: quietLog,
    metrics: openMetrics(),
  })
  const owners = new Map<string, string>()
  let previews = 0

  async function text(path: string, as?: string, headers: Record<string, string> = {}): Promise<string> {
    const token = as && (await signPersonToken(world.keys, { person: as, role: 'person' }, 'storage'))
    const response = await app.request(path, {
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
    })
    const body = await response.text()
    if (response.status !== 200) throw new Error(`Cannot read ${path}: ${body}`)
    return `${response.headers.get('etag') ?? ''}\n${body}`
  }

  async function tell(changed: readonly Subject[]): Promise<void> {
    if (changed.length > 0) await world.feed(...changed.map(changeOf))
  }

  return {
    world,
    /** Writes subjects; gives their ids. */
    async write(...drafts: readonly Written[]): Promise<string[]> {
      const written = drafts.map((draft) => newSubject(draft.kind, draft.owner, draftOf(draft), Date.now()))
      for (const subject of written) {
        const outcome = await world.store.create(subject, [])
        if (outcome !== 'created') throw new Error(`Cannot write: ${outcome}`)
        owners.set(subject.id, subject.owner)
      }
      await tell(written)
      return written.map(({ id }) => id)
    },
    /** Edits subjects by their ids, all in one batch. */
    async edit(edits: ReadonlyMap<string, Written>): Promise<void> {
      const edited: Subject[] = []
      for (const [id, draft] of edits) {
        const stored = await world.store.find(id)
        if (stored === undefined) throw new Error(`Cannot edit ${id}: there is none`)
        const subject = editedSubject(stored, draftOf(draft), Date.now())
        await world.store.update(subject, stored.version, [])
        edited.push(subject)
      }
      await tell(edited)
    },
    /** Deletes subjects, all in one batch. */
    async remove(...ids: readonly string[]): Promise<void> {
      const removed: Subject[] = []
      for (const id of ids) {
        const stored = await world.store.find(id)
        if (stored === undefined) throw new Error(`Cannot remove ${id}: there is none`)
        await world.store.remove(id, stored.version, [])
        removed.push(stored)
      }
      await tell(removed)
    },
    /** Moves phones, all in one batch. */
    async move(...steps: readonly Step[]): Promise<void> {
      await world.feed(
        ...steps.map(({ person, device, at, accuracyMeters }) =>
          aPing(device, at, {
            person,
            ...(accuracyMeters !== undefined && { params: { a: String(accuracyMeters) } }),
          }),
        ),
      )
    },
    /** The ETag and the body of a page of storage. */
    text,
    /** A subject as a stranger sees it. */
    async view(kind: 'offers' | 'searches', id: string): Promise<SubjectView> {
      return subjectSchema.parse(JSON.parse(bodyOf(await text(`/store/${kind}/${id}`))))
    },
    /** How many would match what a stranger might write. Each asks as somebody else, as one person may not ask so often. */
    async preview({ owner, ...draft }: Written): Promise<number> {
      previews += 1
      const person = `${owner}-${previews}`
      const token = await signPersonToken(world.keys, { person, role: 'person' }, 'storage')
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ kind: draft.kind, ...writtenOf(draft) }),
      }
      const response = await app.request('/store/preview', init, {})
      if (response.status !== 200) throw new Error(`Cannot preview: ${await response.text()}`)
      return countSchema.parse(await response.json()).count
    },
    /** A list as a stranger sees it. */
    async list(kind: 'offers' | 'searches', query: Record<string, string>): Promise<SubjectView[]> {
      const body = bodyOf(await text(`/store/${kind}?${new URLSearchParams({ limit: '200', ...query })}`))
      return pageSchema.parse(JSON.parse(body)).items
    },
    /** The matches of a subject, as its owner sees them. */
    async matchesOf(kind: 'offers' | 'searches', id: string): Promise<MatchList> {
      const body = bodyOf(await text(`/store/${kind}/${id}/matches`, owners.get(id)))
      return matchPageSchema.parse(JSON.parse(body)).items
    },
    /** Of these searches or offers, those that have a match now; `matchesOf()` says the same of each. */
    async together(ids: readonly string[]): Promise<ReadonlySet<string>> {
      const current = await world.matches.currentOf(ids)
      return new Set(
        current.filter(({ state }) => state === 'together').flatMap(({ search, offer }) => [search, offer]),
      )
    },
    async close() {
      await Promise.all([world, audit, bulks, channels, reports, forbidden].map((each) => each.close()))
    },
  }
}

/** The event of a change, with the device that the subject followed. */
function changeOf(subject: Subject): PushEvent {
  const event = aChange(subject)
  const { params, meta } = event.data
  const { device: followed } = subject
  return followed === undefined ? event : { ...event, data: { params: { ...params, followed }, meta } }
}

function draftOf(written: Written) {
  return draftSchema.parse(writtenOf(written))
}

function writtenOf({ keyword, radiusMeters, at, device, showLocation = true }: Omit<Written, 'owner'>) {
  return {
    title: keyword,
    keywords: [keyword],
    region: { circle: { ...(at && { centre: at }), radiusMeters } },
    mobile: device !== undefined,
    ...(device !== undefined && { device }),
    showLocation,
  }
}

function bodyOf(text: string): string {
  return text.slice(text.indexOf('\n') + 1)
}
