import type { RawEvent, Refusal } from '../read-event.ts'
import { readCloudEvent } from './cloud-events.ts'
import type { Form } from './forms.ts'
import { JSON_TYPES } from './media-type.ts'
import { readEventObject } from './read-event-object.ts'

/** A form of a JSON body with one event. */
export interface EventForm extends Form {
  read(value: unknown): RawEvent | Refusal
}

/** The forms that `POST /v1/events` reads, in addition to CloudEvents in binary mode. */
export const EVENT_FORMS: readonly EventForm[] = [
  { mediaTypes: JSON_TYPES, read: readEventObject },
  { mediaTypes: ['application/cloudevents+json'], read: readCloudEvent },
]
