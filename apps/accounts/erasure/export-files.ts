import { PERSON_STATIONS, personPath, type PersonStation } from '#lib/erasure/person-path.ts'
import { personRecordsSchema } from '#lib/erasure/person-routes.ts'
import { copiesUntil } from '#lib/erasure/copies-until.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Language } from '#lib/text/language.ts'
import type { ErasureOptions } from './erasure-options.ts'
import { exportNote } from './export-note.ts'

/** A file of an export. */
export interface ExportFile {
  readonly name: string
  readonly lastModified: Date
  readonly input: string | Response
}

const PICTURE_MS = 30_000

/**
 * All data stored about a person: a JSON file per kind of data, then the pictures, each fetched when it is written.
 * Rejects before the first file when a station does not answer, so that no export is incomplete.
 *
 * @throws {UnavailableError} when a station is unavailable.
 */
export async function exportFiles(
  person: string,
  language: Language,
  options: Pick<ErasureOptions, 'auth' | 'devices' | 'stations'>,
): Promise<AsyncGenerator<ExportFile>> {
  const lastModified = new Date()
  const records = await Promise.all([ownRecords(person, options), ...PERSON_STATIONS.map(askStation)])
  const files = records.flatMap((record) => Object.entries(record.files))
  const pictures = records.flatMap((record) => record.pictures ?? [])

  async function askStation(station: PersonStation) {
    const response = await options.stations[station].call(personPath(station, person))
    if (response.status !== 200)
      throw new UnavailableError(
        `Cannot export the data of a person from "${station}": it answered ${response.status}`,
      )
    return personRecordsSchema.parse(await response.json())
  }

  async function* all(): AsyncGenerator<ExportFile> {
    const note = exportNote(language, copiesUntil(lastModified.getTime()))
    yield { name: note.name, lastModified, input: note.text }
    for (const [name, value] of files) {
      yield { name, lastModified, input: `${JSON.stringify(value, undefined, 2)}\n` }
    }
    for (const { name, path } of pictures) {
      const picture = await options.stations.images.call(path, { signal: AbortSignal.timeout(PICTURE_MS) })
      // Skip a picture that was deleted since the list was read.
      if (picture.status === 404) continue
      if (!picture.ok)
        throw new UnavailableError(`Cannot export a picture from "images": it answered ${picture.status}`)
      yield { name, lastModified, input: picture }
    }
  }
  return all()
}

async function ownRecords(
  person: string,
  { auth, devices }: Pick<ErasureOptions, 'auth' | 'devices'>,
): Promise<{ files: Record<string, unknown>; pictures?: undefined }> {
  const account = await auth.accounts.find(person)
  const sessions = await auth.accounts.sessionsOf(person)
  const own = await devices.ofPerson(person)
  return {
    files: {
      'account.json': { person, ...account, sessions },
      'devices.json': own.map(({ id, created, keyCreated, keysRevoked }) => ({
        device_id: id,
        created: timeOf(created),
        key_created: timeOf(keyCreated),
        keys_revoked: timeOf(keysRevoked),
      })),
    },
  }
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString()
}
