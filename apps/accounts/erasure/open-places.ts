import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { AccountRecords } from '../people/account-records.ts'
import {
  accountPlace,
  devicesPlace,
  KEEPING_STATIONS,
  stationPlace,
  type KeepingStation,
  type Place,
} from './places.ts'

/** The dependencies of the places. */
export interface PlaceOptions {
  readonly accounts: AccountRecords
  readonly devices: DeviceStore
  readonly stations: Readonly<Record<KeepingStation, ServiceClient>>
}

/** Opens every place that stores data of people, by name. */
export function openPlaces({ accounts, devices, stations }: PlaceOptions): Readonly<Record<string, Place>> {
  return {
    account: accountPlace(accounts),
    devices: devicesPlace(devices),
    ...Object.fromEntries(KEEPING_STATIONS.map((name) => [name, stationPlace(name, stations[name])])),
  }
}
