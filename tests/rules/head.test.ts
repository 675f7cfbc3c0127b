import { connect } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { allPages } from '../../apps/all/all-pages.ts'
import { stationOfPath } from '../../edge/web/station-paths.ts'
import { accessRows, requestOf, stations } from './access-rows.ts'
import { authorizationOf, CALLERS } from './authorization-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { apps, keys } = opened
afterAll(() => opened.close())

const ENDLESS_MS = 300

/** The raw bytes of an answer, because HTTP clients hide headers of the connection. */
function send(
  station: StationName,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<string> {
  const { hostname, port } = new URL(opened.urlOf(station))
  const lines = Object.entries({ host: `${hostname}:${port}`, connection: 'close', ...headers })
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join(
          '\r\n',
        ),
      )
    })
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      text += chunk
      // A stream never ends; only its head is compared.
      if (/content-type: text\/event-stream/iu.test(text)) socket.destroy()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
    socket.setTimeout(20 * ENDLESS_MS, () => reject(new Error(`${method} ${path} has no end`)))
  })
}

function partsOf(text: string) {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [status = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.split(':', 1)[0]?.toLowerCase() ?? '',
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  return { status, headers, body: rest.join('\r\n\r\n') }
}

const OTHERS = ['/livez', '/readyz', '/nowhere/at/all']
const own = stations
  .filter((station) => apps.has(station))
  .flatMap((station) =>
    [
      ...accessRows
        .filter((row) => row.station === station && row.route.startsWith('GET '))
        .map(({ route }) => requestOf(route).path),
      ...OTHERS,
    ].map((path) => ({ station, path })),
  )

// Through the front end, as clients see them.
const passedOn = own
  .filter(({ path }) => stationOfPath(path) !== undefined)
  .map(({ path }) => ({ station: 'web' as const, path }))

describe('HEAD is answered like GET, without a body, and with the same length or none', () => {
  test.each([...own, ...passedOn])('$station: $path', async ({ station, path }) => {
    for (const caller of [undefined, ...CALLERS]) {
      const headers: Record<string, string> =
        caller === undefined
          ? {}
          : { authorization: await authorizationOf(caller, { keys, audience: station }) }
      const got = partsOf(await send(station, 'GET', path, headers))
      const asked = partsOf(await send(station, 'HEAD', path, headers))
      // Mail programs check links with HEAD, which must have no effect.
      if (!path.endsWith('/verify-email')) expect(asked.status).toBe(got.status)
      expect(asked.body).toBe('')
      expect([undefined, got.headers['content-length']]).toContain(asked.headers['content-length'])
      if (asked.status === got.status) expect(asked.headers['content-type']).toBe(got.headers['content-type'])
    }
  })

  test.each(allPages)('the files of the pages of $station tell their length', async (pages) => {
    const assets = openAssets(pages)
    const path = assets.pathOf('styles.css')
    const got = partsOf(await send(pages.station, 'GET', path, {}))
    const asked = partsOf(await send(pages.station, 'HEAD', path, {}))
    expect(Number(asked.headers['content-length'])).toBeGreaterThan(0)
    expect(asked.headers['content-length']).toBe(got.headers['content-length'])
  })
})
