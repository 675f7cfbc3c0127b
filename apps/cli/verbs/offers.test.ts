import { createServer, connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aLine, OWNER, textOf, titlesOf, type Line } from '../../storage/bulks/send-lines.fixture.ts'
import { openWorld } from '../../storage/open-world.fixture.ts'
import { push } from '../run-push.fixture.ts'

async function open() {
  const world = await openWorld()
  const { url } = await world.serve('admin')
  const folder = temporaryFolder()
  const environment = { HOME: folder, ADMIN_PASSWORD: 'a-long-admin-password', STORAGE_URL: url }
  const fileOf = (lines: readonly Line[]) => {
    const path = `${folder}/offers.ndjson`
    writeFileSync(path, textOf(lines))
    return path
  }
  const offers = (...words: string[]) => push(environment, 'offers', ...words, '--owner', OWNER)
  return { world, environment, folder, fileOf, offers }
}

/** Passes connections on to a server; cuts the first ones as soon as the server answered that it stored lines. */
async function cuttingProxy(to: string, cuts: number): Promise<{ url: string; cut: () => number }> {
  let done = 0
  const server = createServer((client) => {
    const station = connect(Number(new URL(to).port), '127.0.0.1')
    const end = () => void [client.destroy(), station.destroy()]
    for (const socket of [client, station]) socket.on('error', end).on('close', end)
    client.on('data', (bytes) => void station.write(bytes))
    station.on('data', (bytes) => {
      if (done < cuts && /"stored":[1-9]/u.test(bytes.toString())) {
        done += 1
        end()
      } else client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut: () => done }
}

describe('push offers', () => {
  test('import writes what a file has and removes what it no longer has; --partial removes nothing', async () => {
    const { world, fileOf, offers } = await open()
    const first = await offers('import', fileOf([aLine('a'), aLine('b')]))
    expect(first).toEqual({
      code: 0,
      out: '2 new, 0 refreshed, 0 unchanged, 0 removed, 0 refused\n',
      error: '',
    })
    await offers('import', '--partial', fileOf([aLine('c'), '{"end":true}']))
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer c'])
    const { code, out } = await offers('import', '--json', fileOf([aLine('b')]))
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { complete: true, new: 0, refreshed: 0, unchanged: 1, removed: 2, refused: 0, refusals: [] },
    ])
    expect(await titlesOf(world)).toEqual(['Offer b'])
  })

  test('import prints refused lines with number and reason, writes the others, and exits with 1', async () => {
    const { world, fileOf, offers } = await open()
    const { code, out, error } = await offers('import', fileOf([aLine('a'), aLine('b', { title: '' }), 'x']))
    expect([code, out]).toEqual([1, '1 new, 0 refreshed, 0 unchanged, 0 removed, 2 refused\n'])
    expect(error).toMatch(/^Line 2: "title" .+\nLine 3: The line is not JSON\nNothing was removed: .+\n$/u)
    expect(await titlesOf(world)).toEqual(['Offer a'])
  })

  test('import goes on by itself after broken connections; everything is written once', async () => {
    const { world, environment, fileOf } = await open()
    const lines = Array.from({ length: 3_000 }, (_, index) => aLine(String(index)))
    const proxy = await cuttingProxy(environment.STORAGE_URL, 2)
    const path = fileOf(lines)
    const words = ['offers', 'import', '--owner', OWNER, path]
    const { code, out, error } = await push({ ...environment, STORAGE_URL: proxy.url }, ...words)
    expect([code, proxy.cut()]).toEqual([0, 2])
    expect(out).toBe('3000 new, 0 refreshed, 0 unchanged, 0 removed, 0 refused\n')
    expect(error).toContain('The connection broke, will go on: ')
    const [total] = (await world.subjects.totals('offer', { limit: 1 })).items
    expect(total).toMatchObject({ owner: OWNER, all: 3_000 })
  })

  test('export and import of all offers change nothing, by files and by pipes', async () => {
    const { environment, folder, fileOf, offers } = await open()
    await offers('import', fileOf([aLine('a'), aLine('b')]))
    const path = `${folder}/export.ndjson`
    expect((await offers('export', path)).out).toBe('2 offers\n')
    const unchanged = '0 new, 0 refreshed, 2 unchanged, 0 removed, 0 refused\n'
    expect((await offers('import', path)).out).toBe(unchanged)
    const piped = await offers('export', '-')
    expect(piped.out.split('\n')).toHaveLength(3)
    const script = `"$0" "$1" offers import --owner ${OWNER} - < "$2"`
    const main = new URL('../main.ts', import.meta.url).pathname
    const child = Bun.spawn(['bash', '-c', script, process.execPath, main, path], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...environment },
      stdout: 'pipe',
    })
    expect(await new Response(child.stdout).text()).toBe(unchanged)
  })

  test('wrong use, and what storage refuses, is said without a stack', async () => {
    const { fileOf, offers, environment } = await open()
    expect(await offers('import', '/no/such/file')).toMatchObject({
      code: 2,
      error: expect.stringContaining('there is no such file') as string,
    })
    expect(await push(environment, 'offers', 'import', fileOf([]), '--owner', 'a b')).toMatchObject({
      code: 2,
    })
    const wrong = { ...environment, ADMIN_PASSWORD: 'another-long-password' }
    const refused = await push(wrong, 'offers', 'import', fileOf([aLine('a')]), '--owner', OWNER)
    expect(refused.code).toBe(1)
    expect(refused.error).toMatch(/^Cannot import offers: .*Authorization/u)
    expect(refused.error).not.toMatch(/\n {4}at /u)
  })
})
