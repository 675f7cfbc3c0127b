import type { AppOptions } from '#lib/http/create-app.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { DeviceStore } from '#lib/store/devices.ts'

/** What apps/accounts stands on. */
export interface AccountsOptions extends Omit<AppOptions, 'station'> {
  readonly keys: KeyRing
  readonly devices: DeviceStore
  /** Whether anybody may sign in as anybody. */
  readonly isDevLogin: boolean
}
