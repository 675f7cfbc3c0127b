import { PERSON_ROUTES, personPath, type PersonStation } from '#lib/erasure/person-path.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { AccountRecords } from '../people/account-records.ts'

/** A station or store that holds data of people, and how to erase it. All calls are idempotent. */
export interface DataHolder {
  erase(person: string): Promise<void>
  /** Removes the link between a person and a device that they gave back; missing if nothing here links devices to people. */
  release?(person: string, device: string): Promise<void>
}

/** Erases a person in another station. */
export function stationHolder(station: PersonStation, client: ServiceClient): DataHolder {
  async function remove(path: string): Promise<void> {
    const { status } = await client.call(path, { method: 'DELETE' })
    if (status !== 204)
      throw new UnavailableError(`Cannot erase data of a person in "${station}": it answered ${status}`)
  }
  return {
    erase: (person) => remove(personPath(station, person)),
    ...(PERSON_ROUTES[station].hasDevices && {
      release: (person: string, device: string) =>
        remove(`${personPath(station, person)}/devices/${pathSegment(device)}`),
    }),
  }
}

/** Erases the account of a person and its sessions. */
export function accountHolder(accounts: AccountRecords): DataHolder {
  return { erase: (person) => accounts.remove(person) }
}

/** Erases what operators changed in the data of a person from the audit log; that they did stays. */
export function auditHolder(audit: Pick<AuditStore, 'dropChangesOf'>): DataHolder {
  return { erase: (person) => audit.dropChangesOf(person) }
}

/** Erases the devices of a person and their keys. */
export function devicesHolder(devices: DeviceStore): DataHolder {
  return {
    async erase(person) {
      for (const { id } of await devices.ofPerson(person)) await devices.release({ id, person }, Date.now())
    },
  }
}
