import type { PhoneAppTexts } from './phone-app.ts'

/** A device of ours, as an app has to know it. */
export interface AppDevice {
  /** Where phones reach the platform, such as `https://push.example`. */
  readonly origin: string
  readonly device: string
  readonly key: string
}

/** What is entered in an app. */
export interface AppSettings {
  /** The values to enter by hand, by their names in `phone-app-texts`. */
  readonly values: Readonly<Record<string, string>>
  /** The link that enters them; absent when an app knows no such link. */
  readonly link?: string
}

/** What each app has to know to send positions for a device. */
export function phoneApps({ origin, device, key }: AppDevice): Record<PhoneAppTexts['app'], AppSettings> {
  return {
    owntracks: owntracks(`${origin}/owntracks`, device, key),
    overland: overland(`${origin}/overland`, device, key),
    traccar: traccar(`${origin}/osmand?dk=${escape(key)}`, device),
    osmand: { values: { url: `${origin}/osmand?id=${escape(device)}&dk=${escape(key)}&${OSMAND_FIELDS}` } },
  }
}

// OsmAnd replaces each placeholder with a number. Its speed is in metres per second; the parameter `speed` means knots, so we use `spd`.
const OSMAND_FIELDS = 'lat={0}&lon={1}&timestamp={2}&altitude={4}&spd={5}&bearing={6}'

// https://owntracks.org/booklet/features/remoteconfig; mode 3 is HTTP. Android reads a plus in the base64 as a blank, so it is escaped.
function owntracks(url: string, device: string, key: string): AppSettings {
  const config = {
    _type: 'configuration',
    mode: 3,
    url,
    auth: true,
    username: device,
    password: key,
    deviceId: device,
  }
  const inline = btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(config))))
  return { values: { url, device, key }, link: `owntracks:///config?inline=${escape(inline)}` }
}

// https://github.com/aaronpk/Overland-iOS#configuration-by-custom-url
function overland(url: string, device: string, key: string): AppSettings {
  const link = `overland://setup?url=${escape(url)}&token=${escape(key)}&device_id=${escape(device)}&unique_id=no`
  return { values: { url, device, key }, link }
}

// With its own scheme: from an https link the app takes the address without the query, and so without the key.
function traccar(url: string, device: string): AppSettings {
  return {
    values: { url, device },
    link: `org.traccar.client://setup?url=${escape(url)}&id=${escape(device)}`,
  }
}

function escape(text: string): string {
  // OsmAnd reads an apostrophe as the begin of quoted text.
  return encodeURIComponent(text).replaceAll("'", '%27')
}
