import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { isGone, newOwner } from '#lib/sqlite/owner.ts'

test('an owner is not gone until it is released', () => {
  const { name, release } = newOwner()

  expect(isGone(name)).toBe(false)
  release()
  expect(isGone(name)).toBe(true)
})

test('owners of one process have different names', () => {
  const [one, two] = [newOwner(), newOwner()]

  one.release()

  expect(isGone(two.name)).toBe(false)
  two.release()
})

test('an owner is gone when its process has ended', async () => {
  const short = Bun.spawn([process.execPath, '--version'], { stdout: 'ignore' })
  const name = `${hostname()}/${short.pid}/0/someone`
  await short.exited

  expect(isGone(name)).toBe(true)
})

test('an owner is not gone while its process runs', () => {
  expect(isGone(`${hostname()}/${process.ppid}/0/someone`)).toBe(false)
})

test('an owner of an earlier process with our pid is gone', () => {
  const { name, release } = newOwner()
  const [, , thread] = name.split('/')

  expect(isGone(`${hostname()}/${process.pid}/${thread}/someone`)).toBe(true)
  expect(isGone(`${hostname()}/${process.pid}/another thread/someone`)).toBe(false)
  release()
})

test('an owner of another machine is never gone', () => {
  expect(isGone('another-machine/1/0/someone')).toBe(false)
})
