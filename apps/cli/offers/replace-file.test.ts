import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { replaceFile } from './replace-file.ts'

test('a file is replaced when the new one is whole, also behind a link; before, and when writing fails, the old one stays', async () => {
  const folder = temporaryFolder()
  const [path, link] = [`${folder}/offers.ndjson`, `${folder}/link`]
  const failing = replaceFile(path, () => Promise.reject(new Error('broke off')))
  await expect(failing).rejects.toThrow('broke off')
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(path, 'old')
  symlinkSync(path, link)
  const broken = replaceFile(path, async (file) => {
    await file.write('half')
    expect(readFileSync(path, 'utf8')).toBe('old')
    throw new Error('broke off')
  })
  await expect(broken).rejects.toThrow('broke off')
  expect(readFileSync(path, 'utf8')).toBe('old')
  await replaceFile(link, (file) => file.write('new'))
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'offers.ndjson'])
})

test('what is no plain file is not replaced', async () => {
  await replaceFile('/dev/null', (file) => file.write('x'))
  expect(readFileSync('/dev/null', 'utf8')).toBe('')
})
