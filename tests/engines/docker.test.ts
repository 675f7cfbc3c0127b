import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startInDocker } from './docker.ts'

/** A program in docker's place, which writes down what it is asked for and answers by a line of shell for each word. */
function aDocker(answers: Readonly<Record<string, string>>): { program: string; asked: () => string } {
  const program = join(temporaryFolder(), 'docker')
  const cases = Object.entries(answers).map(([pattern, line]) => `  ${pattern}) ${line} ;;`)
  const script = ['#!/bin/sh', `echo "$*" >> ${program}.asked`, 'case "$*" in', ...cases, 'esac', '']
  writeFileSync(program, script.join('\n'))
  chmodSync(program, 0o755)
  return { program, asked: () => readFileSync(`${program}.asked`, 'utf8') }
}

test('a docker that is not installed is told', async () => {
  const nowhere = join(temporaryFolder(), 'docker')
  await expect(startInDocker(['redis'], nowhere)).rejects.toThrow(nowhere)
})

test('a docker whose daemon is away is told, and asked for nothing more', async () => {
  const { program, asked } = aDocker({ 'version*': 'echo "no daemon" >&2; exit 1' })
  await expect(startInDocker(['redis'], program)).rejects.toThrow('no daemon')
  expect(asked()).not.toContain('--project-name')
})

test('a docker that does not answer is given up, though what it started holds its output open', async () => {
  const { program } = aDocker({ 'version*': 'sleep 30' })
  await expect(startInDocker(['redis'], program)).rejects.toThrow('not done within')
})

test('images that are neither there nor to be had are told, and nothing is started', async () => {
  const { program, asked } = aDocker({
    '*config*': 'echo redis:7.2',
    'image*': 'exit 1',
    '*pull*': 'echo "no registry" >&2; exit 1',
  })
  await expect(startInDocker(['redis'], program)).rejects.toThrow('no registry')
  expect(asked()).not.toContain('up --detach')
})

test('containers that cannot start are removed, with the reason why', async () => {
  const { program, asked } = aDocker({
    '*config*': 'echo redis:7.2',
    '*up*': 'echo "port is taken" >&2; exit 1',
  })
  await expect(startInDocker(['redis'], program)).rejects.toThrow('port is taken')
  expect(asked()).toMatch(/ up --detach .*redis\n.* down --volumes/u)
})
