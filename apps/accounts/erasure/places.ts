import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { AccountRecords } from '../people/account-records.ts'

/** A place that stores data of people, and how to erase there. All calls are idempotent. */
export interface Place {
  erase(person: string): Promise<void>
  /** Removes what connects a device to the person who released it; absent in places that store no such connection. */
  release?(person: string, device: string): Promise<void>
}

/** The stations that store data of people. */
export const KEEPING_STATIONS = ['notifications', 'matching', 'storage', 'images'] as const
export type KeepingStation = (typeof KEEPING_STATIONS)[number]

/** The path of the routes of `personRoutes()` at a station, and whether it connects devices to people. */
const ROUTES: Readonly<Record<KeepingStation, { readonly base: string; readonly keepsDevices: boolean }>> = {
  notifications: { base: '/deliveries', keepsDevices: true },
  matching: { base: '/matching', keepsDevices: true },
  storage: { base: '/store', keepsDevices: true },
  images: { base: '/images', keepsDevices: false },
}

/** The path of a person's data at a station. */
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

/** The account with its sessions, as a place. */
export function accountPlace(accounts: AccountRecords): Place {
  return { erase: (person) => accounts.remove(person) }
}

/** The devices of a person with their keys, as a place. */
export function devicesPlace(devices: DeviceStore): Place {
  return {
    async erase(person) {
      for (const { id } of await devices.ofPerson(person)) await devices.release({ id, person }, Date.now())
    },
  }
}
