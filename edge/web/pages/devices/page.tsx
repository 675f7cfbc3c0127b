/** @jsxImportSource preact */
import { isLoopbackHost } from '#lib/http/loopback.ts'
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import type { WebOptions } from '../../options.ts'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { Devices } from './devices.tsx'
import { de as apps_de } from './phone-app-texts.de.ts'
import { en as apps_en } from './phone-app-texts.en.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /devices`. */
export const devicesPage = definePage({
  name: 'devices',
  path: '/devices',
  access: SAME_FOR_EVERYBODY,
  summary: 'Manage devices',
  frame: PeopleFrame,
  texts: { en: { ...en, apps: apps_en }, de: { ...de, apps: apps_de } },
  load:
    ({ front: { publicOrigin } }: Pick<WebOptions, 'front'>) =>
    () => ({ origin: publicOrigin, reach: reachOf(publicOrigin) }),
  view: ({ language, texts: { apps, ...texts }, data: { origin, reach } }) => (
    <>
      <NeedsScript language={language} />
      <Island
        name="devices"
        of={Devices}
        props={{ texts, apps, language, origin, warning: reach === 'safe' ? undefined : texts.key[reach] }}
      />
    </>
  ),
})

/** How phones reach the platform: not at all, over plain http, or over https. */
function reachOf(publicOrigin: string): 'local' | 'plain' | 'safe' {
  if (isLoopbackHost(new URL(publicOrigin).host)) return 'local'
  return publicOrigin.startsWith('http:') ? 'plain' : 'safe'
}
