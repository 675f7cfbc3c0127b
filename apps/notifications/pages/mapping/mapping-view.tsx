/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import type { deliverySchema } from '../../delivery-wire.ts'
import type { mappingSchema } from '../../mapping-wire.ts'
import { DeliveryTable } from './delivery-table.tsx'
import { MappingActions } from './mapping-actions.tsx'
import { MappingFacts } from './mapping-facts.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A push subscription for operators. */
interface MappingData {
  readonly mapping: z.output<typeof mappingSchema>
  /** The last ones, newest first. */
  readonly deliveries: readonly z.output<typeof deliverySchema>[]
  /** Whether the reader may change it. */
  readonly mayChange: boolean
}

/** One push subscription for operators, with its last deliveries; for admins with what changes it. */
export const mappingView = defineView<typeof en, MappingData>({
  name: 'mapping',
  frame: OperateFrame,
  texts: { en, de },
  view: ({ language, texts, data: { mapping, deliveries, mayChange } }) => (
    <>
      <h1 class="value">{mapping.device_id}</h1>
      <Section id="details" title={texts.details}>
        <MappingFacts mapping={mapping} language={language} texts={texts} />
      </Section>
      {mayChange && (
        <Section id="change" title={texts.change}>
          <NeedsScript language={language} />
          <Island
            name="mapping-actions"
            of={MappingActions}
            props={{ device: mapping.device_id, texts: texts.actions }}
          />
        </Section>
      )}
      <h2>{texts.deliveries}</h2>
      {deliveries.length === 0 ? (
        <p class="quiet">{texts.noDeliveries}</p>
      ) : (
        <DeliveryTable deliveries={deliveries} language={language} texts={texts} />
      )}
      <p>
        <a href="/mappings">{texts.back}</a>
      </p>
    </>
  ),
})
