/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { isLiveOpen } from '../../is-live-open.ts'
import type { WebOptions } from '../../options.ts'
import { Live } from './live.tsx'
import { readFirstFrame } from './read-first-frame.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /`: the live page. */
export const livePage = definePage({
  name: 'live',
  path: '/',
  access: { everybody: 'the front page' },
  summary: 'The live page: current events and matches',
  frame: OperateFrame,
  texts: { en, de },
  load: (options: WebOptions) => async (c) => {
    const isOpen = isLiveOpen(options, { headers: c.req.raw.headers, peerIp: c.env.peerIp })
    return { isOpen, first: isOpen ? await readFirstFrame(options.kafidx) : undefined }
  },
  view: ({ language, texts, data: { isOpen, first } }) => (
    <>
      <noscript>
        <p class="warning">{texts.needsScript}</p>
      </noscript>
      <Island
        name="live"
        of={Live}
        props={{ texts, language, isOpen, madeAt: Date.now(), ...(first !== undefined && { first }) }}
      />
      <p class="quiet small">
        {texts.privacy} <a href="https://db-ip.com">IP Geolocation by DB-IP</a>.
      </p>
    </>
  ),
})
