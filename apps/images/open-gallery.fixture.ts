import { imagesPages } from './pages/all-pages.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { readdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { serve } from '#lib/station/serve.ts'
import type { Asset } from '#lib/store/assets.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import { openAssetStore, openAuditStore, openSubjectStore } from '#lib/store/open.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { pictureUses } from '../storage/routes/picture-uses.ts'
import { createImages } from './app.ts'
import { createIdKeyReader } from './create-id-key-reader.ts'
import type { ImagesPorts } from './options.ts'
import { openIdKey } from './open-id-key.ts'
import { anImagePool } from './pool/an-image-pool.fixture.ts'

const answer = z.object({ id: z.string() })
const ADMIN_PASSWORD = 'a-long-admin-password'

/** A request of a test; `as` is a person, `operate`, `admin`, `service:<name>`, or absent. */
export interface Asked {
  readonly as?: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** apps/images on embedded adapters, over real HTTP. */
export interface Gallery {
  /** `call('POST /assets', { as: 'anna', body })`. */
  readonly call: (methodAndPath: string, asked?: Asked) => Promise<Response>
  /** Uploads a picture, which must succeed; gives its id. */
  readonly bring: (as: string, body: Uint8Array) => Promise<string>
  /** Names of the stored files, below `blobs`. */
  readonly files: () => string[]
  readonly blobs: string
  readonly audit: AuditStore
  readonly subjects: SubjectStore
  /** The station that knows what shows pictures. */
  readonly storage: { readonly stop: () => Promise<void> }
  /** What the pool was asked to do. */
  readonly jobs: () => readonly string[]
  /** Stores a reference without files. */
  readonly remember: (asset: Omit<Asset, 'created'>) => Promise<void>
}

/** Opens the station for one test, with its pictures in a folder. */
export async function openGallery({
  blobs = `${temporaryFolder()}/blobs`,
  firstSizes,
  derive,
}: {
  readonly blobs?: string
  readonly firstSizes?: ImagesPorts['firstSizes']
  /** An engine that makes other sizes than ours. */
  readonly derive?: ImagesPorts['pool']['derive']
} = {}): Promise<Gallery> {
  const folder = temporaryFolder()
  const blobUrl = `file:${blobs}`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const assets = await openAssetStore(`sqlite:${folder}/store.db`)
  const audit = await openAuditStore(`sqlite:${folder}/store.db`)
  const subjects = await openSubjectStore(`sqlite:${folder}/store.db`)
  const shared = { log: quietLog, metrics: openMetrics() }
  const storage = serveApp(
    createApp(
      defineApi({ station: 'storage', routes: [pictureUses] }),
      { identifier: { keys, audience: 'storage', adminPassword: ADMIN_PASSWORD }, ...shared },
      { subjects },
    ),
  )
  const jobs: string[] = []
  const app = createImages({
    assets: openAssets(imagesPages),
    pictures: assets,
    blobs: await openBlobStore(blobUrl),
    idKey: createIdKeyReader(async () => openIdKey(blobUrl)),
    pool: { ...anImagePool((job) => jobs.push(job)), ...(derive && { derive }) },
    ...(firstSizes && { firstSizes }),
    inTurn: openInTurn(),
    storage: openServiceClient({ keys, service: 'images', audience: 'storage', url: storage.url }),
    identifier: { keys, audience: 'images', adminPassword: ADMIN_PASSWORD },
    audit,
    ...shared,
  })
  const server = serveApp(app)
  onTestFinished(async () => {
    await Promise.all([server.stop(), storage.stop()])
    await Promise.all([assets.close(), audit.close(), subjects.close()])
  })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`
    const [kind, name = ''] = as.split(':')
    if (kind === 'service') return `Bearer ${await signServiceToken(keys, name, 'images')}`
    const role = as === 'operate' ? 'operate' : 'person'
    return `Bearer ${await signPersonToken(keys, { person: as, role }, 'images')}`
  }

  async function call(methodAndPath: string, { as, body, headers }: Asked = {}): Promise<Response> {
    const [method = '', path = ''] = methodAndPath.split(' ')
    return fetch(server.url + path, {
      method,
      headers: { ...(as !== undefined && { authorization: await authorizationOf(as) }), ...headers },
      ...(body !== undefined && { body: new Uint8Array(body) }),
    })
  }

  return {
    call,
    async bring(as, body) {
      const response = await call('POST /assets', { as, body })
      if (!response.ok) throw new Error(`Cannot bring a picture: ${await response.text()}`)
      return answer.parse(await response.json()).id
    },
    files: () =>
      readdirSync(blobs, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:jpg|webp)$/u.test(name))
        .sort(),
    blobs,
    audit,
    storage,
    subjects,
    jobs: () => jobs,
    async remember(asset) {
      await assets.add({ ...asset, created: Date.now() })
    },
  }
}

function serveApp(app: App) {
  return serve(
    {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    { name: 'images', host: '127.0.0.1', port: 0 },
  )
}
