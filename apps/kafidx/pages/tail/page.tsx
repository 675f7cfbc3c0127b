/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { cutText } from '#lib/text/cut-text.ts'
import { definePage } from '#lib/ui/define-page.ts'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { KafidxOptions } from '../../options.ts'
import { showRow } from '../../show-row.ts'
import { Tail } from './tail.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

const TYPE_LENGTH_MAX = 64

/** `GET /kafidx`: the live tail. */
export const tailPage = definePage({
  name: 'tail',
  path: '/kafidx',
  access: ['operate', 'admin'],
  summary: 'The live tail as a page',
  frame: OperateFrame,
  texts: { en, de },
  load:
    ({ tail }: Pick<KafidxOptions, 'tail'>) =>
    (c) => {
      const type = cutText((c.req.query('type') ?? '').trim(), TYPE_LENGTH_MAX)
      const wanted = tail.recent().filter(({ event }) => type === '' || event.type === type)
      return { type, first: wanted.map(showRow).toReversed() }
    },
  view: ({ texts, data }) => (
    <>
      <h1>{texts.title}</h1>
      <noscript>
        <p class="warning">{texts.needsScript}</p>
      </noscript>
      <Island name="tail" of={Tail} props={{ texts, ...data }} />
    </>
  ),
})
