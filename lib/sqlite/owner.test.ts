import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { isGone, newOwner } from '#lib/sqlite/owner.ts'

test('an owner is there until it is released', () => {
  const { name, release } = newOwner()

  expect(isGone(name)).toBe(false)
  release()
  expect(isGone(name)).toBe(true)
})

test('owners of one process are told apart', () => {
  const [one, two] = [newOwner(), newOwner()]

  one.release()

  expect(isGone(two.name)).toBe(false)
  two.release()
})

test('an owner is gone when its process has died', async () => {
  const short = Bun.spawn([process.execPath, '--version'], { stdout: 'ignore' })
  const name = `${hostname()}/${short.pid}/0/someone`
  await short.exited

  expect(isGone(name)).toBe(true)
})

test('an owner is there while its process lives', () => {
  expect(isGone(`${hostname()}/${process.ppid}/0/someone`)).toBe(false)
})

test('an owner that had our process id before us is gone', () => {
  const { name, release } = newOwner()
  const [, , thread] = name.split('/')

  expect(isGone(`${hostname()}/${process.pid}/${thread}/someone`)).toBe(true)
  expect(isGone(`${hostname()}/${process.pid}/another thread/someone`)).toBe(false)
  release()
})

test('an owner of another machine is never known to be gone', () => {
  expect(isGone('another-machine/1/0/someone')).toBe(false)
})
