import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { codeOf } from '#lib/errors/code-of.ts'
import { newId } from '#lib/ids/new-id.ts'

/**
 * Writes a file beside the one at a path, and puts it in its place when it is whole. When writing fails, what was there before stays.
 * What is no plain file, such as a pipe, is written as it is.
 */
export async function replaceFile<Result>(
  path: string,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const found = await stat(path).catch(noneFound)
  if (found?.isFile() === false) {
    await using file = await open(path, 'w')
    return write(file)
  }
  const target = found === undefined ? path : await realpath(path)
  const beside = `${target}.${newId()}.part`
  try {
    const result = await writeWhole(beside, found?.mode, write)
    await rename(beside, target)
    return result
  } finally {
    await rm(beside, { force: true })
  }
}

async function writeWhole<Result>(
  path: string,
  mode: number | undefined,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  await using file = await open(path, 'wx', mode)
  const result = await write(file)
  await file.sync()
  return result
}

function noneFound(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
