/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { call, type CallProblem } from '#lib/ui/client/call.ts'
import { forgetDevice, keepDevice, readDevice } from '#lib/ui/client/push/kept-device.ts'
import { registerAgain, registerBrowser } from '#lib/ui/client/push/register-browser.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import { suggestName } from './suggest-name.ts'
import type { en } from './texts.en.ts'

/** What the part of the page is given. */
interface RingBrowserProps {
  readonly texts: (typeof en)['ring']
  readonly language: Language
  /** Called when the list of devices changed. */
  readonly onChange: () => void
}

/** `blocked`: the person does not allow notifications. `off`: this platform has no Web Push. */
type State = 'unknown' | 'impossible' | 'blocked' | 'off' | 'silent' | 'rings' | 'tested'

const WORKER = '/push-worker.js'

/** Lets this browser ring, and tests it. */
export function RingBrowser({ texts, language, onChange }: RingBrowserProps) {
  const [state, setState] = useState<State>('unknown')
  const [problem, setProblem] = useState<CallProblem>()
  useEffect(() => void look().then(setState), [])

  function done(outcome: { ok: true } | { ok: false; problem: CallProblem }, next: State): void {
    const isOff = !outcome.ok && outcome.problem.code === 'push_off'
    setProblem(outcome.ok || isOff ? undefined : outcome.problem)
    if (outcome.ok || isOff) setState(isOff ? 'off' : next)
  }

  async function ring(): Promise<void> {
    // The browser asks only while it handles the press of a button.
    if ((await Notification.requestPermission()) !== 'granted') {
      setState('blocked')
      return
    }
    const device = (await readDevice())?.device ?? suggestName().replace(/^\w+/u, 'browser')
    const made = await call('POST /accounts/devices', { body: { device_id: device } })
    if (!made.ok) {
      done(made, 'silent')
      return
    }
    const { pushManager } = await openWorker()
    const outcome = await registerBrowser(pushManager, { device, language })
    if (outcome.ok) await keepDevice({ device, language })
    done(outcome, 'rings')
    onChange()
  }

  async function test(): Promise<void> {
    const kept = await readDevice()
    if (kept === undefined) return
    done(await call('POST /mappings/{device}/test', { path: { device: kept.device } }), 'tested')
  }

  if (state === 'unknown') return null
  const rings = state === 'rings' || state === 'tested'
  return (
    <Section id="ring" title={texts.title}>
      <p id="ring-state" role="status" data-state={state}>
        {texts.states[state]}
      </p>
      <CallError problem={problem} />
      {state === 'silent' && (
        <p>
          <button
            type="button"
            id="ring-browser"
            onClick={() => void ring().catch(() => setState('impossible'))}
          >
            {texts.ring}
          </button>
        </p>
      )}
      {rings && (
        <p>
          <button type="button" class="second" id="ring-test" onClick={() => void test()}>
            {texts.test}
          </button>
        </p>
      )}
    </Section>
  )
}

/** What this browser does now. If it is to ring, its subscription is registered again. */
async function look(): Promise<State> {
  const isPossible = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  if (!isPossible) return 'impossible'
  if (Notification.permission === 'denied') return 'blocked'
  if (Notification.permission !== 'granted' || (await readDevice()) === undefined) return 'silent'
  const { pushManager } = await openWorker()
  const outcome = await registerAgain(pushManager)
  if (outcome === undefined) return 'silent'
  if (outcome.ok) return 'rings'
  // The device was given back, or belongs to the person who was signed in here before.
  if (outcome.problem.code === 'not_your_device') await forgetDevice()
  return outcome.problem.code === 'push_off' ? 'off' : 'silent'
}

async function openWorker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(WORKER, { scope: '/' })
  return navigator.serviceWorker.ready
}
