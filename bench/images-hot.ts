import { join, resolve } from 'node:path'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { z } from 'zod'
import { freePorts } from '../tests/builders/free-ports.ts'
import { spawnStation } from '../tests/builders/spawn-station.ts'
import { aPatchwork } from '../apps/images/a-patchwork.fixture.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Peer } from './bench.ts'
import { measureRates, type Rate } from './measure-rate.ts'
import { startBareServer } from './start-bare-server.ts'

const MAIN = resolve(import.meta.dirname, '../apps/images/main.ts')
const uploaded = z.object({ id: z.string() })

/** How often a second one process serves a thumbnail that is there. */
export const imagesHot: Bench = {
  name: 'images-hot',
  about: 'thumbnails a second that are already made, 64 connections, beside a bare Bun.serve',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const folder = benchFolder()
    ending.defer(folder.remove)
    const [port = 0, metricsPort = 0] = await freePorts(2)
    const url = `http://127.0.0.1:${port}`
    const keysPath = join(folder.path, 'keys.json')
    const keys = await openKeyRing(keysPath)
    const station = await spawnStation({
      main: MAIN,
      folder: folder.path,
      environment: {
        STORE_URL: `sqlite:${folder.path}/store.db`,
        BLOB_URL: `file:${folder.path}/blobs`,
        AUTH_KEYS_PATH: keysPath,
        IMAGES_PORT: String(port),
        METRICS_PORT: String(metricsPort),
      },
      urls: [url],
      path: '/livez',
    })
    ending.defer(() => station.kill())
    const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'images')
    const headers = { authorization: `Bearer ${token}` }
    const body = new Uint8Array(await aPatchwork(1))
    const answer = await fetch(`${url}/assets`, { method: 'POST', headers, body })
    const thumb = `/assets/${uploaded.parse(await answer.json()).id}/thumb.jpg`
    const picture = await (await fetch(url + thumb)).arrayBuffer()
    const file = join(folder.path, 'thumb.jpg')
    await Bun.write(file, picture)
    await using bare = await startBareServer()
    await using same = await startBareServer(file)
    const [own, nothing, ofSame] = await measureRates([
      { url: url + thumb, pid: station.pid },
      { url: `${bare.url}/`, pid: bare.pid },
      { url: `${same.url}/`, pid: same.pid },
    ])
    return [
      {
        name: 'a thumbnail that is there',
        unit: 'answers/s',
        value: own?.perSecond ?? 0,
        cpuSecondsPerEvent: own?.cpuSecondsPerEvent,
        peers: [
          peer('bare Bun.serve with the same picture', ofSame),
          peer('bare Bun.serve, 15 bytes', nothing),
        ],
        note: `${describe(own)}; ${picture.byteLength} bytes each; medians of five rounds, ours and the peer in turn`,
      },
    ]
  },
}

function peer(name: string, rate: Rate | undefined): Peer {
  return {
    name,
    value: rate?.perSecond ?? 0,
    cpuSecondsPerEvent: rate?.cpuSecondsPerEvent,
    note: describe(rate),
  }
}

function describe(rate: Rate | undefined): string {
  return `p50 ${rate?.p50Ms} ms, p99 ${rate?.p99Ms} ms, ${rate?.errors} errors`
}
