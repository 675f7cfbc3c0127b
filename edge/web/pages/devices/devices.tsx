/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { call, type CallProblem } from '#lib/ui/client/call.ts'
import { useList } from '#lib/ui/client/use-list.ts'
import { useSession } from '#lib/ui/client/use-session.ts'
import { AskDialog } from '#lib/ui/components/ask-dialog.tsx'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { Field, Form } from '#lib/ui/components/form.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import { DeviceItem, type Deed } from './device-item.tsx'
import { KeyPanel } from './key-panel.tsx'
import { RingBrowser } from './ring-browser.tsx'
import type { PhoneAppTexts } from './phone-app.ts'
import { suggestName } from './suggest-name.ts'
import type { en } from './texts.en.ts'

/** What the page of devices is given. */
export interface DevicesProps {
  readonly texts: typeof en
  readonly apps: readonly PhoneAppTexts[]
  readonly language: Language
  /** Where phones reach this platform. */
  readonly origin: string
  readonly warning: string | undefined
}

/** The devices of a person, how an app sends positions for one, and what ends a key. */
export function Devices({ texts, apps, language, origin, warning }: DevicesProps) {
  const session = useSession()
  const isIn = session !== undefined && session !== null
  const list = useList('GET /accounts/devices', {}, isIn)
  const [problem, setProblem] = useState<CallProblem>()
  const [shown, setShown] = useState<{ device: string; key: string }>()
  const [asked, setAsked] = useState<{ device: string; deed: Exclude<Deed, 'settings'> }>()
  // The browser must not keep the key for the way back to this page.
  useEffect(() => {
    const hide = () => setShown(undefined)
    addEventListener('pagehide', hide)
    return () => removeEventListener('pagehide', hide)
  }, [])

  async function act(device: string, deed: Deed): Promise<void> {
    // The key that is shown may be invalid after this.
    setShown(undefined)
    const outcome = await CALLS[deed](device)
    setProblem(outcome.ok ? undefined : outcome.problem)
    if (outcome.ok && outcome.body !== undefined && 'key' in outcome.body)
      setShown({ device, key: outcome.body.key })
    await list.reload()
  }

  if (!isIn)
    return (
      <>
        <h1>{texts.title}</h1>
        <p>{texts.text}</p>
      </>
    )
  return (
    <>
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <ul class="items" id="devices">
        {list.answer?.items.map((device) => (
          <DeviceItem
            key={device.device_id}
            device={device}
            texts={texts}
            language={language}
            onDeed={(deed) =>
              deed === 'settings'
                ? void act(device.device_id, deed)
                : setAsked({ device: device.device_id, deed })
            }
          />
        ))}
      </ul>
      {list.answer?.items.length === 0 && (
        <p class="quiet" id="devices-none">
          {texts.none}
        </p>
      )}
      <CallError problem={problem ?? list.problem} />
      {shown !== undefined && (
        <KeyPanel
          texts={texts.key}
          apps={apps}
          origin={origin}
          warning={warning}
          device={shown.device}
          deviceKey={shown.key}
          onHide={() => setShown(undefined)}
        />
      )}
      <RingBrowser texts={texts.ring} language={language} onChange={() => void list.reload()} />
      <Section id="add" title={texts.add.title}>
        <p>{texts.add.text}</p>
        <AddForm
          texts={texts.add}
          onAdded={(device, key) => {
            setShown({ device, key })
            void list.reload()
          }}
        />
      </Section>
      {asked !== undefined && (
        <AskDialog
          question={texts[asked.deed]}
          name={asked.device}
          no={texts.cancel}
          onAnswer={(isYes) => {
            setAsked(undefined)
            if (isYes) void act(asked.device, asked.deed)
          }}
        />
      )}
    </>
  )
}

interface AddFormProps {
  readonly texts: (typeof en)['add']
  readonly onAdded: (device: string, key: string) => void
}

function AddForm({ texts, onAdded }: AddFormProps) {
  const [name, setName] = useState(suggestName)
  return (
    <Form
      id="add"
      operation="POST /accounts/devices"
      submit={texts.submit}
      onDone={({ device_id: device, key }) => {
        onAdded(device, key)
        setName(suggestName())
      }}
    >
      <Field
        key={name}
        name="device_id"
        label={texts.name}
        type="text"
        autocomplete="off"
        hint={texts.hint}
        maxlength={64}
        pattern="[A-Za-z0-9._\-]+"
        defaultValue={name}
      />
    </Form>
  )
}

const CALLS = {
  settings: (device: string) => call('POST /accounts/devices', { body: { device_id: device } }),
  rotate: (id: string) => call('POST /accounts/devices/{id}/rotate', { path: { id } }),
  revoke: (id: string) => call('POST /accounts/devices/{id}/revoke', { path: { id } }),
  giveBack: (id: string) => call('DELETE /accounts/devices/{id}', { path: { id } }),
}
