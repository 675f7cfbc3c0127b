/** @jsxImportSource preact */
import { Section } from '#lib/ui/components/section.tsx'
import { defineView, type ViewProps } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import type { DeliveryState } from '#lib/store/deliveries.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'
import { TimeLine } from './time-line.tsx'
import type { WhyData } from './why-data.ts'
import { WhyFacts } from './why-facts.tsx'

const HEADINGS: Readonly<Record<DeliveryState, keyof (typeof en)['headings']>> = {
  pending: 'waiting',
  held: 'waiting',
  sent: 'rang',
  digested: 'silent',
  gone: 'silent',
  rate_limited: 'silent',
  muted: 'silent',
  refused: 'silent',
  expired: 'silent',
}

const declaration = {
  name: 'why',
  texts: { en, de },
  view: ({ language, texts, data }: ViewProps<typeof en, WhyData>) => (
    <>
      <h1>{texts.headings[HEADINGS[data.why.state]]}</h1>
      <Section id="facts" title={texts.facts}>
        <WhyFacts data={data} language={language} texts={texts} />
      </Section>
      <Section id="way" title={texts.way}>
        <TimeLine why={data.why} language={language} texts={texts} />
      </Section>
    </>
  ),
} as const

/** Why a delivery rang or did not, for the person whom it tells. */
export const whyView = defineView<typeof en, WhyData>({ ...declaration, frame: PeopleFrame })

/** The same for operators. */
export const operateWhyView = defineView<typeof en, WhyData>({ ...declaration, frame: OperateFrame })
