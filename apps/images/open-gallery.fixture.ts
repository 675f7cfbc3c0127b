import { readdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { serve } from '#lib/station/serve.ts'
import type { Asset } from '#lib/store/assets.ts'
import { openAssetStore, openAuditStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createImages } from './app.ts'
import { openIdKey } from './open-id-key.ts'
import type { ImageEngine } from './engine/image-engine.ts'
import { openSimpleEngine } from './engine/simple-engine.ts'

const answer = z.object({ id: z.string() })
const ADMIN_PASSWORD = 'a-long-admin-password'

/** A request of a test; `as` is a person, `admin`, `service:<name>`, or absent. */
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
  /** What the engine was asked to do. */
  readonly jobs: () => readonly string[]
  /** Stores a reference without files. */
  readonly remember: (asset: Omit<Asset, 'created'>) => Promise<void>
}

/** Opens the station for one test. */
export async function openGallery(): Promise<Gallery> {
  const folder = temporaryFolder()
  const blobUrl = `file:${folder}/blobs`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const assets = await openAssetStore(`sqlite:${folder}/store.db`)
  const audit = await openAuditStore(`sqlite:${folder}/store.db`)
  const jobs: string[] = []
  const real = openSimpleEngine()
  const engine: ImageEngine = {
    read(file) {
      jobs.push('read')
      return real.read(file)
    },
    derive(master, preset, format) {
      jobs.push(`${preset} ${format}`)
      return real.derive(master, preset, format)
    },
  }
  const app = createImages({
    pictures: assets,
    blobs: await openBlobStore(blobUrl),
    idKey: () => Promise.resolve(openIdKey(blobUrl)),
    engine,
    identifier: { keys, audience: 'images', adminPassword: ADMIN_PASSWORD },
    audit,
    log: quietLog,
    metrics: openMetrics(),
  })
  const server = serve(
    {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    { name: 'images', host: '127.0.0.1', port: 0 },
  )
  onTestFinished(async () => {
    await server.stop()
    await Promise.all([assets.close(), audit.close()])
  })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`
    const [kind, name = ''] = as.split(':')
    return kind === 'service'
      ? `Bearer ${await signServiceToken(keys, name, 'images')}`
      : `Bearer ${await signPersonToken(keys, { person: as, role: 'person' }, 'images')}`
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
      readdirSync(`${folder}/blobs`, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:jpg|webp)$/u.test(name))
        .sort(),
    blobs: `${folder}/blobs`,
    jobs: () => jobs,
    async remember(asset) {
      await assets.add({ ...asset, created: Date.now() })
    },
  }
}
