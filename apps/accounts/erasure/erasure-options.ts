import type { PersonStation } from '#lib/erasure/person-path.ts'
import type { ErasureStore } from '#lib/store/erasures.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DevLogin } from '../is-dev-call.ts'
import type { Auth } from '../people/open-auth.ts'
import type { Eraser } from './open-eraser.ts'

/** The dependencies of deletion and export. */
export interface ErasureOptions {
  readonly erasures: ErasureStore
  readonly eraser: Eraser
  readonly auth: Pick<Auth, 'accounts' | 'codes' | 'ender' | 'lockOut' | 'mails'>
  readonly devices: DeviceStore
  readonly stations: Readonly<Record<PersonStation, ServiceClient>>
  /** Whether the development login is possible: then people without an account exist. */
  readonly devLogin: DevLogin
}
