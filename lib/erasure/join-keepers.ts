import type { PersonKeeper, PersonRecords } from '#lib/erasure/person-keeper.ts'

/**
 * One keeper of several, each of which keeps one kind of data about people. A call to it succeeds when it succeeds in all of them, and
 * does not stop at the first that fails.
 */
export function joinKeepers(keepers: readonly [PersonKeeper, ...PersonKeeper[]]): PersonKeeper {
  return {
    async collect(person) {
      const records = await inAll(keepers.map((keeper) => keeper.collect(person)))
      const pictures = records.flatMap((record) => record.pictures ?? [])
      return { files: joinFiles(records), ...(pictures.length > 0 && { pictures }) }
    },
    async erase(person) {
      await inAll(keepers.map((keeper) => keeper.erase(person)))
    },
    async release(person, device) {
      await inAll(keepers.map((keeper) => keeper.release?.(person, device)))
    },
  }
}

function joinFiles(records: readonly PersonRecords[]): PersonRecords['files'] {
  const files = records.flatMap((record) => Object.entries(record.files))
  const names = new Set(files.map(([name]) => name))
  if (names.size < files.length) throw new Error('Cannot collect data of a person: two files have one name')
  return Object.fromEntries(files)
}

async function inAll<Result>(calls: readonly (Promise<Result> | undefined)[]): Promise<Result[]> {
  const outcomes = await Promise.allSettled(calls.filter((call) => call !== undefined))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}
