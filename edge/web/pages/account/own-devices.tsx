/** @jsxImportSource preact */
import { useList } from '#lib/ui/client/use-list.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { en } from './texts.en.ts'

/** The names of a person's devices; the page of devices changes them. */
export function OwnDevices({ texts }: { readonly texts: (typeof en)['devices'] }) {
  const list = useList('GET /accounts/devices', {}, true)
  return (
    <Section id="devices" title={texts.title}>
      <ul class="items" id="devices">
        {list.answer?.items.map(({ device_id: device }) => (
          <li key={device}>{device}</li>
        ))}
      </ul>
      {list.answer?.items.length === 0 && (
        <p class="quiet" id="devices-none">
          {texts.none}
        </p>
      )}
      <CallError problem={list.problem} />
      <p>
        <a href="/devices">{texts.manage}</a>
      </p>
    </Section>
  )
}
