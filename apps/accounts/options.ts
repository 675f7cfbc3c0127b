import type { AppOptions } from '#lib/http/create-app.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { WriteKeyStore } from '#lib/store/write-keys.ts'

/** What apps/accounts stands on. */
export interface AccountsOptions extends AppOptions {
  readonly audit: AuditStore
  readonly keys: KeyRing
  readonly devices: DeviceStore
  readonly writeKeys: WriteKeyStore
  /** How long a device key stays good after another took its place. */
  readonly rotateGraceMs: number
  /** Whether anybody on this machine may sign in as anybody, where nobody else reaches the platform. */
  readonly isDevLogin: boolean
}
