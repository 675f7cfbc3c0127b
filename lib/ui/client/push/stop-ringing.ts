import { call } from '#lib/ui/client/call.ts'
import { forgetDevice, readDevice } from './kept-device.ts'

/** Ends the pushes to this browser, so that the next person who uses it does not see them. It must run before the session ends. */
export async function stopRinging(): Promise<void> {
  const kept = await readDevice()
  if (kept === undefined) return
  await call('DELETE /mappings/{device}', { path: { device: kept.device } })
  await forgetDevice()
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe()
}
