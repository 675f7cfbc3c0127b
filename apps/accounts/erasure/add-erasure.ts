import type { App } from '#lib/http/create-app.ts'
import { deleteAccount } from '../routes/account-delete.ts'
import { getExport } from '../routes/account-export-get.ts'
import { deleteDevice } from '../routes/device-delete.ts'
import { getErased } from '../routes/erased-get.ts'
import type { ErasureOptions } from './erasure-options.ts'

/** Adds to an app of accounts what lets people go: export, deletion, devices that are given back. */
export function addErasure(app: App, options: ErasureOptions): void {
  getExport(app, options)
  deleteAccount(app, options)
  deleteDevice(app, options)
  getErased(app, options)
}
