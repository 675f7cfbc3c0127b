import type { AppOptions } from '#lib/http/create-app.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { WriteKeyStore } from '#lib/store/write-keys.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'

/** The dependencies of apps/accounts. */
export interface AccountsOptions extends AppOptions, PagePorts {
  readonly audit: AuditStore
  readonly keys: KeyRing
  readonly devices: DeviceStore
  readonly writeKeys: WriteKeyStore
  /** How long a device key stays valid after its rotation. */
  readonly rotateGraceMs: number
  /** Whether callers on this machine may sign in as any person. It has no effect if other machines can reach the platform. */
  readonly isDevLogin: boolean
}
