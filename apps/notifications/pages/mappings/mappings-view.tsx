/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import { PERSON_ID } from '#lib/auth/person-id.ts'
import { DEVICE_ID_LENGTH_MAX } from '#lib/events/device-id.ts'
import { MAPPING_STATES } from '#lib/store/mappings.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { mappingSchema } from '../../mapping-wire.ts'
import { FilterForm, type AskedList } from './filter-form.tsx'
import { MappingTable } from './mapping-table.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A page of the list of subscriptions, and what was asked for. */
interface MappingsData {
  readonly asked: AskedList & { readonly cursor?: string | undefined }
  readonly items: readonly z.output<typeof mappingSchema>[]
  /** The cursor of the following page. */
  readonly next: string | undefined
  /** The channels that are on. */
  readonly channels: readonly string[]
}

const LIMITS = { personPattern: PERSON_ID.source, deviceLengthMax: DEVICE_ID_LENGTH_MAX }

/** The push subscriptions for operators: a search, and a table. */
export const mappingsView = defineView<typeof en, MappingsData>({
  name: 'mappings',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { asked, items, next, channels } }) => {
    const isAsked = [asked.user, asked.device, asked.channel, asked.state].some(Boolean)
    return (
      <>
        <h1>{texts.title}</h1>
        <details class="card" open={isAsked}>
          <summary>{texts.filter.title}</summary>
          <FilterForm
            asked={asked}
            channels={channels}
            states={MAPPING_STATES}
            limits={LIMITS}
            texts={texts}
          />
        </details>
        {items.length === 0 ? (
          <Empty title={texts.none}>
            <p>{isAsked ? texts.noneHint : texts.noneYet}</p>
            {isAsked && (
              <a class="button second" href="/mappings">
                {texts.filter.reset}
              </a>
            )}
          </Empty>
        ) : (
          <>
            <MappingTable items={items} language={language} texts={texts} />
            {next === undefined ? (
              <p class="quiet">{texts.end}</p>
            ) : (
              <p>
                <a class="button second" rel="next" href={hrefOf({ ...asked, cursor: next })}>
                  {texts.more}
                </a>
              </p>
            )}
          </>
        )}
      </>
    )
  },
})

function hrefOf(asked: MappingsData['asked']): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== '') query.set(name, String(value))
  return `/mappings?${query.toString()}`
}
