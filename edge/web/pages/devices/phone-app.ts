/** An app that sends the position of a phone, and what to enter in it; the names of values are those of `phone-apps.ts`. */
export interface PhoneAppTexts {
  readonly app: 'owntracks' | 'overland' | 'traccar' | 'osmand'
  readonly name: string
  readonly steps: readonly string[]
  /** The text of the link that opens the app with all settings; absent when an app knows no such link. */
  readonly link?: string
  /** The name of each value in the app, in the order of its screen. */
  readonly fields: readonly (readonly [value: string, label: string])[]
}
