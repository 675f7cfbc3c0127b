/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { deliverySchema } from '../../delivery-wire.ts'
import { DeliveryReason } from '../shared/delivery-reason.tsx'
import { DeliveryStateMark } from '../shared/delivery-state.tsx'
import type { en } from './texts.en.ts'

interface DeliveryTableProps {
  readonly deliveries: readonly z.output<typeof deliverySchema>[]
  readonly language: Language
  readonly texts: typeof en
}

/** Deliveries with their states, and a link to the page of why each rang. */
export function DeliveryTable({ deliveries, language, texts }: DeliveryTableProps) {
  const { deliveryColumns: columns } = texts
  return (
    <Table
      label={texts.deliveries}
      rows={deliveries}
      keyOf={({ id }) => id}
      columns={[
        { head: columns.at, cell: ({ created }) => <UtcTime at={created} language={language} /> },
        { head: columns.kind, cell: ({ kind }) => texts.kinds[kind] },
        { head: columns.state, cell: ({ state }) => <DeliveryStateMark state={state} texts={texts} /> },
        {
          head: columns.reason,
          cell: ({ reason }) => reason !== undefined && <DeliveryReason reason={reason} texts={texts} />,
        },
        {
          head: columns.why,
          cell: ({ id, created }) => (
            <a href={`/deliveries/${encodeURIComponent(id)}/why`} aria-label={`${texts.why}: ${created}`}>
              {texts.why}
            </a>
          ),
        },
      ]}
    />
  )
}
