import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openIdKey } from './open-id-key.ts'

test('creates a key once, readable by its owner only, and finds it again', () => {
  const folder = `${temporaryFolder()}/deep/blobs`
  const key = openIdKey(`file:${folder}`)
  expect(key).toHaveLength(32)
  expect(openIdKey(`file:${folder}`)).toEqual(key)
  expect(openIdKey(`file://${folder}`)).toEqual(key)
  expect(statSync(`${folder}/~id.key`).mode & 0o777).toBe(0o600)
  expect(openIdKey(`file:${temporaryFolder()}`)).not.toEqual(key)
})

test('several processes that start concurrently get the same key', async () => {
  const url = `file:${temporaryFolder()}/blobs`
  const script = `
    import { openIdKey } from ${JSON.stringify(new URL('open-id-key.ts', import.meta.url).pathname)}
    process.stdout.write(Buffer.from(openIdKey(${JSON.stringify(url)})).toString('hex'))`
  const keys = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = Bun.spawn([process.execPath, '-e', script], {
        cwd: import.meta.dirname,
        stdout: 'pipe',
        stderr: 'inherit',
      })
      return new Response(child.stdout).text()
    }),
  )
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/u)
  expect(new Set(keys).size).toBe(1)
})

test('reports an invalid key file', () => {
  const folder = temporaryFolder()
  writeFileSync(`${folder}/~id.key`, 'short')
  expect(() => openIdKey(`file:${folder}`)).toThrow(
    expect.objectContaining({
      name: 'StartError',
      message: `Cannot read key file "${folder}/~id.key": it holds 5 bytes, not 32`,
    }),
  )
})

test('reports a file that cannot be created', () => {
  const folder = temporaryFolder()
  mkdirSync(`${folder}/~id.key`)
  expect(() => openIdKey(`file:${folder}`)).toThrow(
    expect.objectContaining({
      name: 'StartError',
      message: expect.stringMatching(/^Cannot open key file "/u),
    }),
  )
})
