import type { DeliveryContent } from '#lib/store/deliveries.ts'
import type { Language } from '#lib/text/language.ts'
import type { Why } from '../../why/why-wire.ts'

/** A delivery as its page shows it. */
export interface WhyData {
  readonly why: Why
  readonly content: DeliveryContent
  /** Title and text as the notification shows them; absent for those who may not read them. */
  readonly said?: Readonly<Record<Language, Said>> | undefined
  /** Whether the reader is an operator, and not the person who was told. */
  readonly isForOperators: boolean
}

/** The words of a notification. */
export interface Said {
  readonly title: string
  readonly body: string
}
