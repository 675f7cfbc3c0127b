import { PERSON_STATIONS, type PersonStation } from '#lib/erasure/person-path.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { AccountRecords } from '../people/account-records.ts'
import { accountHolder, auditHolder, devicesHolder, stationHolder, type DataHolder } from './data-holders.ts'

/** The stores and stations whose data of people is erased. */
export interface DataHolderOptions {
  readonly accounts: AccountRecords
  readonly audit: Pick<AuditStore, 'dropChangesOf'>
  readonly devices: DeviceStore
  readonly stations: Readonly<Record<PersonStation, ServiceClient>>
}

/** Returns all data holders by name. The erase tasks in the store contain these names. */
export function openDataHolders({
  accounts,
  audit,
  devices,
  stations,
}: DataHolderOptions): Readonly<Record<string, DataHolder>> {
  return {
    account: accountHolder(accounts),
    audit: auditHolder(audit),
    devices: devicesHolder(devices),
    ...Object.fromEntries(PERSON_STATIONS.map((name) => [name, stationHolder(name, stations[name])])),
  }
}
