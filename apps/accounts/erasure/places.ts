import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { AccountRecords } from '../people/account-records.ts'

/** A place where something of people is kept, and how it is told to let go. Telling it again changes nothing. */
export interface Place {
  erase(person: string): Promise<void>
  /** What ties a device to who gave it back; places that keep nothing of the kind do without. */
  release?(person: string, device: string): Promise<void>
}

/** The stations that keep something of people. */
export const KEEPING_STATIONS = ['notifications', 'matching', 'storage', 'images'] as const
export type KeepingStation = (typeof KEEPING_STATIONS)[number]

/** Where a station has the routes of `personRoutes()`, and whether it ties devices to people. */
const ROUTES: Readonly<Record<KeepingStation, { readonly base: string; readonly keepsDevices: boolean }>> = {
  notifications: { base: '/deliveries', keepsDevices: true },
  matching: { base: '/matching', keepsDevices: true },
  storage: { base: '/store', keepsDevices: true },
  images: { base: '/images', keepsDevices: false },
}

/** The path of what a station keeps of a person. */
export function personPath(station: KeepingStation, person: string): string {
  return `${ROUTES[station].base}/people/${pathSegment(person)}`
}

/** Another station as a place. */
export function stationPlace(station: KeepingStation, client: ServiceClient): Place {
  async function remove(path: string): Promise<void> {
    const { status } = await client.call(path, { method: 'DELETE' })
    if (status !== 204)
      throw new UnavailableError(`Cannot erase a person in ${station}: it answered ${status}`)
  }
  return {
    erase: (person) => remove(personPath(station, person)),
    ...(ROUTES[station].keepsDevices && {
      release: (person: string, device: string) =>
        remove(`${personPath(station, person)}/devices/${pathSegment(device)}`),
    }),
  }
}

/** The account itself, with its sessions. */
export function accountPlace(accounts: AccountRecords): Place {
  return { erase: (person) => accounts.remove(person) }
}

/** The devices of a person, and their keys. */
export function devicesPlace(devices: DeviceStore): Place {
  return {
    async erase(person) {
      for (const { id } of await devices.ofPerson(person)) await devices.release({ id, person }, Date.now())
    },
  }
}
