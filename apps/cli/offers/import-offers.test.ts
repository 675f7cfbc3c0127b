import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aLine, OWNER, send, textOf, titlesOf } from '../../storage/bulks/send-lines.fixture.ts'
import { openWorld } from '../../storage/open-world.fixture.ts'
import { importOffers } from './import-offers.ts'

/** A proxy that ends the first bodies cleanly after so many bytes, as some do when a client is lost. */
async function openCase({ cuts, bytes, triesMax }: Readonly<Record<'cuts' | 'bytes' | 'triesMax', number>>) {
  const world = await openWorld()
  const { url, authorization } = await world.serve('admin')
  let puts = 0
  const proxy = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    development: false,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const { method, headers } = request
      const init = { method, headers: { authorization, 'content-type': headers.get('content-type') ?? '' } }
      if (method === 'GET') return fetch(`${url}${pathname}${search}`, init)
      const whole = await request.bytes()
      puts += 1
      return fetch(`${url}${pathname}${search}`, {
        ...init,
        body: puts > cuts ? whole : whole.slice(0, bytes),
      })
    },
  })
  onTestFinished(() => proxy.stop(true))
  const path = `${temporaryFolder()}/offers.ndjson`
  writeFileSync(path, textOf([aLine('a'), aLine('b')]))
  const broken: string[] = []
  await send(world, [aLine('old')])
  const run = (isPartial = false) =>
    importOffers({
      target: {
        url: `http://127.0.0.1:${proxy.port}/store/bulk/offers/${OWNER}`,
        authorization: () => Promise.resolve(authorization),
      },
      path,
      isPartial,
      triesMax,
      events: {
        onRefused: () => undefined,
        onStored: () => undefined,
        onBroken: (reason) => void broken.push(reason),
      },
    })
  return { world, run, broken }
}

const first = `${JSON.stringify(aLine('a'))}\n`.length

test('a part that ends cleanly before the end of the file is broken off, and is gone on with', async () => {
  for (const bytes of [first, first + 10]) {
    const { world, run, broken } = await openCase({ cuts: 1, bytes, triesMax: 2 })
    expect(await run()).toMatchObject({ complete: true, new: 2, removed: 1, refused: 0 })
    expect(broken).toHaveLength(1)
    expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b'])
  }
})

test('when the end never arrives, the import fails with what is wrong, and nothing is removed', async () => {
  const { world, run } = await openCase({ cuts: 99, bytes: 0, triesMax: 1 })
  await expect(run()).rejects.toThrow('Cannot go on with the import: storage did not get the end of the file')
  expect(await titlesOf(world)).toEqual(['Offer old'])
})

test('a partial import is written whole too, and removes nothing', async () => {
  const { world, run } = await openCase({ cuts: 1, bytes: first, triesMax: 2 })
  expect(await run(true)).toMatchObject({ complete: true, new: 2, removed: 0 })
  expect(await titlesOf(world)).toEqual(['Offer a', 'Offer b', 'Offer old'])
})
